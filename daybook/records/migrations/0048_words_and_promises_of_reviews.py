import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0043_which_rivals_are_watched_and_what_was_seen'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpanPromise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=20)),
                ('span', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('metric', models.CharField(max_length=60)),
                ('at_least', models.BooleanField()),
                ('level', models.DecimalField(decimal_places=6, max_digits=18)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('text', models.CharField(default='', max_length=400)),
                ('by', models.CharField(max_length=120)),
                ('known_at', models.DateTimeField()),
                ('dropped', models.BooleanField(default=False)),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='span_promises', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'last'], name='promises_of_a_shop')],
            },
        ),
        migrations.CreateModel(
            name='SpanWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('text', models.TextField(default='')),
                ('mark', models.CharField(default='', max_length=64)),
                ('by', models.CharField(max_length=120)),
                ('known_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='span_words', to='records.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['shop', 'span', 'on'], name='words_of_one_span')],
            },
        ),
    ]
