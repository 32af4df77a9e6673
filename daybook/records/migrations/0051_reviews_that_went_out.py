import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0049_lines_of_the_operating_file'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportSent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('mark', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=20)),
                ('detail', models.CharField(default='', max_length=300)),
                ('by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports_sent', to='records.user')),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports_sent', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['span', 'on', 'shop'], name='reports_sent_of_a_span')],
            },
        ),
    ]
