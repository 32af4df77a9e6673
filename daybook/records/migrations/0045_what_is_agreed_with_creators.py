import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0044_looks_name_a_seller_and_memos_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='CreatorStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('creator_id', models.CharField(max_length=120)),
                ('deal', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('creator', models.CharField(default='', max_length=120)),
                ('items', models.JSONField(default=list)),
                ('day', models.DateField(null=True)),
                ('pay', models.CharField(default='', max_length=20)),
                ('commission_rate', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('fixed_fee', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('samples', models.PositiveIntegerField(null=True)),
                ('rights_until', models.DateField(null=True)),
                ('rights_where', models.CharField(default='', max_length=200)),
                ('post_id', models.CharField(default='', max_length=200)),
                ('units', models.PositiveIntegerField(null=True)),
                ('text', models.TextField(default='')),
                ('by', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='creator_steps', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'creator_id'], name='creators_one_shop')],
            },
        ),
    ]
