import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0025_what_was_learned'),
    ]

    operations = [
        migrations.CreateModel(
            name='LivePrompt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('rule', models.CharField(max_length=40)),
                ('measure', models.CharField(max_length=40)),
                ('item', models.CharField(default='', max_length=120)),
                ('words', models.CharField(max_length=400)),
                ('by', models.CharField(max_length=120)),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_prompts', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'at'], name='records_liv_shop_id_a61ce8_idx')],
            },
        ),
        migrations.CreateModel(
            name='LiveReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('viewers', models.BigIntegerField(null=True)),
                ('online', models.BigIntegerField(null=True)),
                ('clicks', models.BigIntegerField(null=True)),
                ('orders', models.BigIntegerField(null=True)),
                ('paid', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('comments', models.BigIntegerField(null=True)),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_readings', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'at'], name='records_liv_shop_id_4cb69a_idx')],
            },
        ),
    ]
