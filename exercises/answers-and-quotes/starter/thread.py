from sqlmodel import Session, select

from models import Comment


def thread(session: Session) -> list[str]:
    lines = []

    def write(comment: Comment, depth: int) -> None:
        quoted = f", quotes {comment.quotes.text}" if comment.quotes else ""
        times = (
            f", quoted {len(comment.quoted_by)} times"
            if comment.quoted_by
            else ""
        )
        lines.append(f"{'  ' * depth}{comment.text}{quoted}{times}")
        for reply in comment.replies:
            write(reply, depth + 1)

    for first in session.exec(
        select(Comment)
        .where(Comment.answers_id == None)
        .order_by(Comment.id)
    ).all():
        write(first, 0)
    return lines
