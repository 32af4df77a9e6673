from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0020_lines_of_earlier_mornings'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='morning',
            name='gist',
        ),
    ]
