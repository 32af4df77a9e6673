"""Every morning that was kept as a brief gets its line, with the gist that stood beside it."""

from typing import Any

from django.db import migrations


def give_lines(apps: Any, schema_editor: Any) -> None:
    morning, line = apps.get_model("records", "Morning"), apps.get_model("records", "MorningLine")
    rows = morning.objects.exclude(said=b"").order_by("pk").values_list("pk", "shop_id", "on", "made_at", "gist")
    line.objects.bulk_create(
        (line(morning_id=pk, shop_id=shop, on=on, made_at=made_at, gist=gist) for pk, shop, on, made_at, gist in rows),
        batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0019_a_line_of_each_morning'),
    ]

    operations = [
        migrations.RunPython(give_lines, migrations.RunPython.noop),
    ]
