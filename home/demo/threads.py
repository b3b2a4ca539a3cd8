"""A few invented messages, so that threads are not empty. They are nobody's words of 2017."""

from discussions.actions import post_message
from discussions.models import Post
from discussions.moderation import Decision, moderate
from districts.models import User
from lessons.models import LessonPage
from results.models import Result

# Who, in which language, what. Each answers the one before it; the last awaits an answer from Pita's team.
ON_RESULT = [
    (
        "facilitator@example.org",
        "fr",
        "Message d’exemple. Qu’est-ce qui, chez vous, fait qu’une réunion de revue a lieu ou n’a pas lieu ? Racontez "
        "la dernière : qui l’a convoquée, qui est venu.",
    ),
    (
        "lead@example.org",
        "fr",
        "Message d’exemple. Chez nous, la date est fixée avec l’hôpital en début d’année ; quand il n’y a pas de "
        "dossier, on relit les recommandations en cours.",
    ),
    (
        "other-member@example.org",
        "fr",
        "Message d’exemple. Chez nous, c’est la sage-femme qui convoque, et peu viennent. Comment avez-vous obtenu "
        "l’accord de l’hôpital ?",
    ),
]
ON_LESSON = [
    (
        "facilitator@example.org",
        "fr",
        "Message d’exemple. Cette leçon part d’un seul chiffre. Qui l’a essayée, et qu’est-ce que cela a donné ?",
    ),
    (
        "researcher@example.org",
        "en",
        "Example message. At a learning site, reviews lasted once somebody had time set aside to prepare them. "
        "Who prepares yours?",
    ),
]
WAITING = (
    "member@example.org",
    "fr",
    "Message d’exemple, en attente. Peut-on tenir la revue par téléphone pendant la saison des pluies ?",
)


def load_threads(people: dict[str, User]) -> None:
    """The messages, approved as a facilitator would; the last first message of a person is left waiting."""
    result = Result.objects.published().get(question_code="deaths_reviewed")
    lesson = LessonPage.objects.live().get(slug__contains="comite", locale__language_code="fr")
    for target, messages in ((result, ON_RESULT), (lesson, ON_LESSON)):
        before = None
        for email, language, words in messages:
            post = post_message(
                target=target, by=people[email], text=words, language=language, reply_to=before
            )
            if post.status == Post.Status.HELD:
                moderate(post=post, decision=Decision.APPROVE, by=people["facilitator@example.org"])
            before = post
    email, language, words = WAITING
    post_message(target=lesson, by=people[email], text=words, language=language)
