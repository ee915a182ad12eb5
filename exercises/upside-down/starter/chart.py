from sqlmodel import Session, select

from models import Employee


def hire(session: Session) -> list[str]:
    """Give every boss without a manager an assistant.

    Then draw the whole company.
    """
    bosses = session.exec(
        select(Employee)
        .where(Employee.manager_id == None)
        .order_by(Employee.id)
    ).all()
    for boss in bosses:
        session.add(
            Employee(name=f"assistant of {boss.name}", manager=boss)
        )
    session.commit()
    lines = []

    def draw(employee: Employee, depth: int) -> None:
        lines.append("  " * depth + employee.name)
        for report in employee.reports:
            draw(report, depth + 1)

    for boss in session.exec(
        select(Employee)
        .where(Employee.manager_id == None)
        .order_by(Employee.id)
    ).all():
        draw(boss, 0)
    return lines
