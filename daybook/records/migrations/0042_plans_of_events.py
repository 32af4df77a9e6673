import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0041_ways_of_products_in_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventPlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(default='', max_length=120)),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('due', models.DateField(null=True)),
                ('text', models.TextField(default='')),
                ('by', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_plan_lines', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'activity'], name='records_eventplan_shop')],
            },
        ),
    ]
