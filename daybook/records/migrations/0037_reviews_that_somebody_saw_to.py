import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0038_case_files_of_disputes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review', models.CharField(max_length=120)),
                ('done', models.TextField()),
                ('by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_marks', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'review'], name='reviews_one_shop')],
            },
        ),
    ]
