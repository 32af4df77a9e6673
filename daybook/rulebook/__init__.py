"""The rules of the trade (规则库) as data, each with its source, date, platform, category and confidence."""
