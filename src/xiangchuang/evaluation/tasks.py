"""What is done after the answer: the letters of a large round."""

from django_tasks import task


@task()
def issue_letters(run_id: int, user_id: int) -> None:
    """Issue the opinion letters of a published scoring that are not there yet."""
    from xiangchuang.evaluation.announce import write_letters_later

    write_letters_later(run_id, user_id)
