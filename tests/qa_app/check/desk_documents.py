"""Two made-up resolutions, and an earlier text of one, with all that a quotation can go wrong about."""

from corpus.types import Document, Kind
from tests.shapes import Part, card, compose

HARBOUR = compose(
    card("harbour", "Resolution 1500 on Port Selm", symbol="S/RES/1500"),
    [
        Part(
            "preamble",
            "",
            [
                "Recalling its resolution 1412 of 14 May 2003,\n\n"
                "Deeply concerned at the worsening situation of displaced families in Port Selm,"
            ],
            Kind.PREAMBLE,
        ),
        Part(
            "1",
            "1. ",
            [
                "Decides that the Mission shall remain in Port Selm until 30 September 2021, unless the host Government"
                " withdraws its consent in writing;"
            ],
        ),
        Part(
            "2",
            "2. ",
            [
                "Calls upon all parties to respect the ceasefire and not to obstruct the delivery of humanitarian"
                " assistance, except where civilian lives are at immediate risk;"
            ],
        ),
        Part(
            "3",
            "3. ",
            [
                "Requests the Secretary-General to deploy up to 5,000 observers, subject to the availability of"
                " voluntary contributions, and to report every 90 days;"
            ],
        ),
        Part(
            "4",
            "4. ",
            [
                "Urges Member States to contribute personnel, equipment and funds, and notes with appreciation the"
                " offer of the Republic of Orland to host the training centre;"
            ],
        ),
        Part(
            "5",
            "5. ",
            [
                "The observers may inspect any vessel that enters the harbour, but they shall not detain its crew"
                " without the authorisation of a judge;"
            ],
        ),
        Part(
            "6",
            "6. ",
            [
                "Most of the displaced families have returned to their homes, and some schools have reopened in the"
                " northern districts; the Minister said that “no child will be left without a place to learn this"
                " winter”;"
            ],
        ),
        Part(
            "7",
            "7. ",
            [
                "Emphasises that the programme should be implemented in two phases:\n",
                Part("7(a)", "(a) ", ["the registration of voters, which should begin in January 2022;"]),
                "\n",
                Part("7(b)", "(b) ", ["the training of 1,200 polling officials by the Electoral Commission;"]),
            ],
        ),
        Part(
            "8",
            "8. ",
            [
                "The well-being of children, the labour of volunteers and the defence of human rights remain at the"
                " centre of the Mission’s work, and nothing in this resolution affects the naïve drafts [of 2019];"
            ],
        ),
        Part("9", "9. ", ["Decides to remain actively seized of the matter."]),
    ],
)

COAST = compose(
    card("coast", "Statement of the Coastal Conference"),
    [
        Part("1", "1. ", ["The Conference condemns the attacks on fishing vessels in the strongest possible terms."]),
        Part("2", "2. ", ["It demands that every captain report such attacks to the Coast Guard within 24 hours."]),
        Part("3", "3. ", ["Decides to remain actively seized of the matter."]),
    ],
)

EARLIER = compose(
    card("harbour@1", "Draft resolution on Port Selm"),
    [Part("1", "1. ", ["Decides that the Mission shall remain in Port Selm and its hinterland until June 2021;"])],
)

SUPERSEDED = {"harbour@1": "harbour"}
ALL: tuple[Document, ...] = (HARBOUR, COAST, EARLIER)
