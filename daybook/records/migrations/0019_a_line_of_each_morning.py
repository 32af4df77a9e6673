import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0018_what_people_saw_of_objects'),
    ]

    operations = [
        migrations.CreateModel(
            name='MorningLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('gist', models.JSONField(default=dict)),
                ('said', models.BinaryField(default=b'')),
                ('morning', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='line',
                                                 to='records.morning')),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'on', 'made_at'], name='records_mor_shop_id_56a5d2_idx')],
            },
        ),
    ]
