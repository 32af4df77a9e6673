import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0042_plans_of_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='rivalsighting',
            name='seller',
            field=models.CharField(default='', max_length=120),
        ),
        migrations.CreateModel(
            name='RivalMemo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=120)),
                ('on', models.DateField()),
                ('decision', models.CharField(max_length=20)),
                ('found', models.JSONField()),
                ('text', models.TextField()),
                ('by', models.CharField(max_length=120)),
                ('signed', models.BooleanField(default=False)),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rival_memos', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'item_id'], name='memos_one_shop')],
            },
        ),
    ]
