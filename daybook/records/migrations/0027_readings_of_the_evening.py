"""A reading tells carts, buyers, failed payments, what is sold out, and of which carrier it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("records", "0026_what_hosts_were_told")]

    operations = [
        *(migrations.AddField("tick", name, models.BigIntegerField(null=True))
          for name in ("carts", "buyers", "failed", "sold_out")),
        migrations.AddField("tick", "carrier", models.CharField(default="", max_length=40)),
    ]
