import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0034_what_each_shop_may_sell'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisputeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_id', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=20)),
                ('piece', models.CharField(default='', max_length=40)),
                ('text', models.TextField(default='')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('file', models.CharField(default='', max_length=255)),
                ('path', models.CharField(default='', max_length=400)),
                ('by', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispute_steps', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'case_id'], name='records_dis_shop_id_6fd236_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['opened', 'closed'])), fields=('shop', 'case_id', 'kind'), name='a_case_opens_and_closes_once')],
            },
        ),
    ]
