"""Texts of many scripts for the tests of quotations: words, what stands between words, and texts made of these."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    *("the", "art", "party", "of", "war", "Kim", "Kim's", "mutiny", "2023", "20.5", "1,000", "co-operate", "don’t"),
    *(
        "김정은",
        "김정은이",
        "위원장",
        "조선",
        "Москва",
        "Москвы",
        "не",
        "верит",
        "Straße",
        "STRASSE",
        "İstanbul",
        "ısı",
    ),
    *("Venäjän", "Venäja\u0308n", "ulkoministeriö", "שלום", "שָׁלוֹם", "עולם", "日本語", "東京", "ภาษาไทย", "か\u3099"),
    *(
        "👩\u200d💻",
        "❤\ufe0f",
        "🇰🇵",
        "e\u0301",
        "é",
        "q\u0323\u0307",
        "q\u0307\u0323",
        "\u1100\u1161\u11a8",
        "Nie\u00adder",
    ),
)
BETWEEN = (" ", " ", " ", " ", ", ", ". ", "\n\n", "\u00a0", " — “", "” ", "", "\u200b", " \u00ad ", "-", "(", ")")

PLAIN = st.lists(
    st.sampled_from(["the", "of", "war", "and", "peace", "mutiny", "Kim", "Москва", "не", "верит", "김정은", "위원장"]),
    max_size=40,
).map(" ".join)
MIXED = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=30).map(
    lambda parts: "".join(part for pair in parts for part in pair)
)
FEW = st.text("ab .1\n", max_size=40)  # full of repetitions
ANY = st.one_of(PLAIN, MIXED, FEW, st.text(max_size=40))
