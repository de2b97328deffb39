"""Work that the authors do not wait for."""

from django_tasks import task


@task()
def read_incoming_word(incoming_id: int) -> None:
    """Read a Word file that was brought back; what became of it is written on its row."""
    # The verbs import this module to enqueue.
    from xiangchuang.drafting.incoming.reading import read_incoming

    read_incoming(incoming_id)
