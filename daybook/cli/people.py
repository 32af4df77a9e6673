"""daybook user list, end, token, tokens, revoke, seen: people, what their scripts may, and who saw and did what."""

import click

from daybook.cli.door import Door, clock
from daybook.cli.workbench import user
from daybook.domain.rights import Scope
from daybook.domain.said import Said
from daybook.domain.work import Role


@user.command("list")
@click.pass_obj
def list_(door: Door) -> None:
    """Everybody with their roles, and when they signed in last."""
    door.workbench()
    from daybook.web.registering import people

    found = people()
    door.show(found, lambda: "\n".join(
        f"{p['email']}  " + (", ".join(f"{r['role']} of {r['client'] or 'every client'}" + (
            f" ({', '.join(r['shops'])})" if r["shops"] else "") for r in p["roles"]) or "no role")
        + f"  last sign-in {(p['last_sign_in'] or 'never')[:16]}" for p in found) or "nobody is registered yet")


@user.command("end")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([r.value for r in Role]), help="Which role.")
@click.option("--client", default="", help="Of which client; default: the role for all clients.")
@click.pass_obj
def end(door: Door, email: str, role: str, client: str) -> None:
    """Ends a person's role; what was done with it stays readable."""
    door.workbench()
    from daybook.web.registering import end_roles

    ended = end_roles(email, Role(role), client, clock())
    door.show({"email": email.lower(), "role": role, "client": client, "ended": ended},
              f"{email.lower()} is {role} of {client or 'every client'} no more")


@user.command("token")
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([s.value for s in Scope]),
              help="What it may be used for; may be said several times.  No scope approves.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="It ends after so many days.")
@click.pass_obj
def token(door: Door, email: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Makes an API token of a person, for scripts and agents; it is shown only now."""
    door.workbench()
    from daybook.web.registering import person_of
    from daybook.web.tokens import make_token

    made = make_token(person_of(email), name, [Scope(s) for s in scopes], clock(), days)
    door.show({"email": email.lower(), "name": name, "scopes": list(scopes), "days": days, "token": made}, made)


@user.command("tokens")
@click.argument("email", required=False, default="")
@click.pass_obj
def tokens(door: Door, email: str) -> None:
    """API tokens that run, by their first characters; of a person, or of all."""
    door.workbench()
    from daybook.web.registering import tokens_of

    found = tokens_of(email)
    door.show(found, lambda: "\n".join(
        f"{t['number']:>4}  {t['email']}  {t['name']}  {t['begins']}…  {', '.join(t['scopes'])}  until "
        f"{(t['expires_at'] or '—')[:10]}  last used {(t['last_used_at'] or 'never')[:16]}" for t in found) or "no token runs")


@user.command("revoke")
@click.argument("number", type=int)
@click.pass_obj
def revoke(door: Door, number: int) -> None:
    """Ends an API token by its number."""
    door.workbench()
    from daybook.web.registering import revoke_token

    name = revoke_token(number, clock())
    door.show({"number": number, "name": name}, Said("{name} does not count any more", name=name))


@user.command("seen")
@click.option("--last", default=50, show_default=True, type=click.IntRange(1), help="How many rows.")
@click.option("--who", default="", help="Only this person, by e-mail.")
@click.option("--shop", default="", help="Only this shop.")
@click.option("--deeds", is_flag=True, help="Only what changed something.")
@click.pass_obj
def seen(door: Door, last: int, who: str, shop: str, deeds: bool) -> None:
    """Who saw and did what at the workbench and over the API, the latest first."""
    door.workbench()
    from daybook.web.registering import what_was_seen

    found = what_was_seen(last, who, shop, deeds)
    door.show(found, lambda: "\n".join(
        f"{r['at'][:19]}  {r['who'] or '—'}{' by ' + r['token'] if r['token'] else ''}  {r['method']} {r['what']}  "
        f"{r['shop']}  {r['status']}  {r['object']}" for r in found) or "nothing was seen or done yet")
