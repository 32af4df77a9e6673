import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0048_words_and_promises_of_reviews'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.CharField(max_length=60)),
                ('item_id', models.CharField(max_length=120)),
                ('sku', models.CharField(default='', max_length=120)),
                ('state', models.CharField(max_length=20)),
                ('price', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('units', models.IntegerField(null=True)),
                ('reason', models.TextField(default='')),
                ('tick', models.CharField(default='', max_length=20)),
                ('by', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_steps', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'activity'], name='records_eventstep_shop')],
            },
        ),
    ]
