import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0051_reviews_that_went_out'),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('mark', models.CharField(max_length=64)),
                ('content', models.JSONField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RulesSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules_seen', to='records.user')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('person', models.CharField(db_index=True, max_length=120)),
                ('course', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('minutes', models.IntegerField(null=True)),
                ('score', models.IntegerField(null=True)),
                ('note', models.CharField(default='', max_length=400)),
                ('by', models.CharField(max_length=120)),
                ('known_at', models.DateTimeField()),
                ('dropped', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
