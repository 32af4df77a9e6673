import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0045_what_is_agreed_with_creators'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('section', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('source', models.CharField(default='', max_length=400)),
                ('lasts_days', models.IntegerField(null=True)),
                ('by', models.CharField(max_length=120)),
                ('known_at', models.DateTimeField()),
                ('dropped', models.BooleanField(default=False)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file_lines', to='records.client')),
                ('shop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='file_lines', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['client', 'section'], name='file_lines_of_a_client')],
            },
        ),
    ]
