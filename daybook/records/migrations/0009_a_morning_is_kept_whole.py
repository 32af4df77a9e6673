from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_people_and_what_they_may_see'),
    ]

    operations = [
        migrations.AddField(
            model_name='morning',
            name='said',
            field=models.BinaryField(default=b''),
        ),
    ]
