from sqlmodel import Session, select

from models import Match, Team


def fixtures(session: Session) -> list[str]:
    lines = []
    for match in session.exec(select(Match).order_by(Match.id)).all():
        lines.append(
            f"day {match.day}: {match.home.name} against "
            f"{match.away.name if match.away else 'nobody yet'}"
        )
    for team in session.exec(select(Team).order_by(Team.id)).all():
        home = [match.day for match in team.home_matches]
        away = [match.day for match in team.away_matches]
        lines.append(f"{team.name}: at home on {home}, away on {away}")
    return lines
