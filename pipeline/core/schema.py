"""The tables: names, columns, types, meanings and keys. The one module that knows them.

A column with `cut` is not stored in rows: its value is the article's text between the two named
offset columns. Offsets count Python code points into `articles.text`, half-open.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.core.columns import Column, Table

SCHEMA_VERSION = "2"

BLOCK_KINDS = ("paragraph", "heading", "caption", "credit", "dateline", "byline", "list", "other")
LABELS = ("PERSON", "ORG")
QUANTITY_KINDS = ("count", "money", "percent", "fraction", "multiple", "measure", "duration", "age", "bare")
MODIFIERS = ("exact", "approx", "at_most", "less_than", "at_least", "more_than")
TRENDS = ("up", "down")
QUOTE_KINDS = ("direct", "mixed", "scare")

# how a row was found; the modules that find them say what each value means
MENTION_METHODS = (
    "acronym", "agency", "alias", "bracket", "consistent", "credit", "given", "institution", "lead", "model",
    "org-word", "relabelled", "repaired", "speaker", "team", "title",
)  # fmt: skip
QUANTITY_RULES = ("age", "elided", "fraction", "many", "multiple", "number", "range", "sum")
QUOTE_METHODS = (
    "according_to", "agent", "carried_on", "colon", "holder", "inverted", "nearest_name", "none", "signature",
    "subject", "transcript",
)  # fmt: skip

ERROR_STAGES = ("ingest", "blocks", "parse", "sentences", "marks", "names", "quantities", "quotes", "tables")
ERROR_REASONS = (
    "bad date", "bad name", "bad record", "bad title", "broken link", "changed", "crashed", "duplicate id",
    "empty", "encoding guessed", "failed", "link outside", "missing extra", "missing field", "not a file",
    "not text", "not UTF-8", "too long", "too slow", "unknown format", "unreadable",
)  # fmt: skip

_STRING, _INT, _DOUBLE, _BOOL = pa.string(), pa.int32(), pa.float64(), pa.bool_()


def _text(description: str, *, span: str = "") -> Column:
    """A column cut from the article: `text`, or `<span>_text` for the offsets `<span>_start, <span>_end`."""
    prefix = f"{span}_" if span else ""
    return Column(
        f"{prefix}text",
        _STRING,
        description,
        nullable=bool(span),
        cut=(f"{prefix}start", f"{prefix}end"),
    )


_ARTICLE = Column("article_id", _STRING, "The article; joins every table.")
_START = Column("start", _INT, "Where it begins in articles.text (code points).")
_END = Column("end", _INT, "Where it ends in articles.text (code points, exclusive).")
_SENTENCE = Column("sentence_id", _INT, "The sentence in which it begins.")
_QUOTE = Column("quote_id", _INT, "The quote in which it stands; null outside of quotes.", nullable=True)
_CONFIDENCE = Column("confidence", _DOUBLE, "Estimated probability that the row is right, 0 to 1.")


ARTICLES = Table(
    "articles",
    "One row per article, with its text as read.",
    ("article_id",),
    (
        Column("article_id", _STRING, "Path below the input folder without suffix, or the record's id."),
        Column("source", _STRING, "The file that it was read from, relative to the input folder."),
        Column("title", _STRING, "Title, where the input gives one.", nullable=True),
        Column("published", pa.timestamp("s", tz="UTC"), "Time of publication, in UTC.", nullable=True),
        Column("text", _STRING, "The text, verbatim."),
        Column("n_chars", _INT, "Length of the text in code points."),
        Column("sha256", _STRING, "SHA-256 of the text in UTF-8."),
    ),
)

BLOCKS = Table(
    "blocks",
    "One row per paragraph, heading, caption and so on, in reading order.",
    ("article_id", "block_id"),
    (
        _ARTICLE,
        Column("block_id", _INT, "Running number within the article."),
        _START,
        _END,
        Column("kind", _STRING, "What the block is.", values=BLOCK_KINDS),
        _text("The block, verbatim."),
    ),
    (("article_id", "articles", "article_id"),),
)

TOKENS = Table(
    "tokens",
    "One row per token: the shared parse by the spaCy model, one parse a block.",
    ("article_id", "token_id"),
    (
        _ARTICLE,
        Column("token_id", _INT, "Running number within the article."),
        _START,
        _END,
        _text("The token, verbatim."),
        Column("lemma", _STRING, "Lemma."),
        Column("tag", _STRING, "Penn Treebank tag."),
        Column("pos", _STRING, "Universal part of speech."),
        Column("morph", _STRING, "Universal morphological features."),
        Column("dep", _STRING, "Dependency label (ClearNLP style)."),
        Column("head", _INT, "token_id of the head; a root is its own head."),
        Column("sent_start", _BOOL, "Whether the parser begins a sentence here."),
        Column(
            "ent_iob",
            _STRING,
            "B, I, O: begin, inside, outside of a model entity.",
            values=("", "B", "I", "O"),
        ),
        Column("ent_type", _STRING, "OntoNotes type of the model entity, or empty."),
    ),
    (("article_id", "articles", "article_id"),),
)

SENTENCES = Table(
    "sentences",
    "One row per sentence; none crosses a block.",
    ("article_id", "sentence_id"),
    (
        _ARTICLE,
        Column("sentence_id", _INT, "Running number within the article."),
        Column("block_id", _INT, "The block that holds the sentence."),
        _START,
        _END,
        _text("The sentence, verbatim."),
    ),
    (("block_id", "blocks", "block_id"),),
)

MENTIONS = Table(
    "mentions",
    "One row per place where a person or an organization is called by name.",
    ("article_id", "mention_id"),
    (
        _ARTICLE,
        Column("mention_id", _INT, "Running number within the article."),
        _SENTENCE,
        _START,
        _END,
        _text("The name as written, without title and possessive."),
        Column("label", _STRING, "Person or organization.", values=LABELS),
        Column("entity_id", _INT, "Who it is: a row of entities."),
        _QUOTE,
        Column("method", _STRING, "The rule that made the row or touched it last.", values=MENTION_METHODS),
        _CONFIDENCE,
    ),
    (
        ("sentence_id", "sentences", "sentence_id"),
        ("entity_id", "entities", "entity_id"),
        ("quote_id", "quotes", "quote_id"),
    ),
)

ENTITIES = Table(
    "entities",
    "One row per person or organization of an article.",
    ("article_id", "entity_id"),
    (
        _ARTICLE,
        Column("entity_id", _INT, "Running number within the article, by first mention."),
        Column("label", _STRING, "Person or organization.", values=LABELS),
        Column("name", _STRING, "Fullest form of the name in the article."),
        Column("aliases", pa.list_(pa.string()), "The other forms of the name, in reading order."),
        Column("description", _STRING, "Role as written (“Ukrainian Defense Minister”).", nullable=True),
        Column("n_mentions", _INT, "How often the article names it."),
        Column("first_start", _INT, "Where the first mention begins (code points)."),
        Column("qid", _STRING, "Wikidata item, only from a user's alias file.", nullable=True),
    ),
    (("article_id", "articles", "article_id"),),
)

QUANTITIES = Table(
    "quantities",
    "One row per quantity said in the text; dates, ordinals, names and codes give none.",
    ("article_id", "quantity_id"),
    (
        _ARTICLE,
        _SENTENCE,
        Column("quantity_id", _INT, "Running number within the article."),
        _START,
        _END,
        _text("The mention: modifier, number, unit and counted noun, verbatim."),
        Column("number_start", _INT, "Where the number itself begins (code points)."),
        Column("number_end", _INT, "Where the number itself ends, with its multiplier (“70 thousand”)."),
        Column("kind", _STRING, "What sort of quantity it is.", values=QUANTITY_KINDS),
        Column("value_low", _DOUBLE, "Lower value as said, multiplier applied."),
        Column("value_high", _DOUBLE, "Upper value as said; equal to value_low for a single value."),
        Column("modifier", _STRING, "How the value bounds the amount.", values=MODIFIERS),
        Column("modifier_text", _STRING, "The words of the bound (“up to”).", nullable=True),
        Column(
            "trend", _STRING, "Direction where it is the amount of a change.", nullable=True, values=TRENDS
        ),
        Column("unit", _STRING, "Canonical singular name (“kilometre”, “percent”).", nullable=True),
        Column("unit_text", _STRING, "The unit as written (“km”).", nullable=True),
        Column("per", _STRING, "Unit of the denominator (“year”, “barrel”).", nullable=True),
        Column("currency", _STRING, "ISO 4217 code, for money.", nullable=True),
        Column("currency_guessed", _BOOL, "True where a bare “$” was read as a default.", nullable=True),
        Column("base_value_low", _DOUBLE, "value_low in base_unit.", nullable=True),
        Column("base_value_high", _DOUBLE, "value_high in base_unit.", nullable=True),
        Column("base_unit", _STRING, "SI unit; “one” for shares and multiples.", nullable=True),
        Column("counted_noun", _STRING, "Lemma of the noun that is counted (“troop”).", nullable=True),
        _text("The noun phrase without the number (“Russian troops”).", span="counted_noun"),
        Column("counted_noun_start", _INT, "Where the counted noun phrase begins.", nullable=True),
        Column("counted_noun_end", _INT, "Where the counted noun phrase ends.", nullable=True),
        Column("of_text", _STRING, "The whole of a fraction or percentage (“voters”).", nullable=True),
        Column("rule", _STRING, "The rule that made the row.", values=QUANTITY_RULES),
        _QUOTE,
    ),
    (("sentence_id", "sentences", "sentence_id"), ("quote_id", "quotes", "quote_id")),
)

QUOTES = Table(
    "quotes",
    "One row per quoted stretch and paragraph, with cue and speaker.",
    ("article_id", "quote_id"),
    (
        _ARTICLE,
        Column("quote_id", _INT, "Running number within the article."),
        _SENTENCE,
        Column("block_id", _INT, "The block that holds the quote."),
        _START,
        _END,
        _text("The words inside the quotation marks, verbatim."),
        Column(
            "kind", _STRING, "Whole speech, words inside a report, or nobody's words.", values=QUOTE_KINDS
        ),
        Column("closed", _BOOL, "Whether a closing mark stands at the end."),
        Column("repaired", _BOOL, "Whether a broken or reversed mark was read as meant."),
        Column("continues", _INT, "quote_id of the piece that this one carries on.", nullable=True),
        Column("cue_start", _INT, "Where the reporting words begin.", nullable=True),
        Column("cue_end", _INT, "Where the reporting words end.", nullable=True),
        _text("The reporting words as written (“said”).", span="cue"),
        Column("cue_lemma", _STRING, "Lemma of the reporting verb.", nullable=True),
        Column("speaker_start", _INT, "Where the speaker is mentioned.", nullable=True),
        Column("speaker_end", _INT, "Where that mention ends.", nullable=True),
        _text("The speaker as written (“he”).", span="speaker"),
        Column("speaker_entity_id", _INT, "The speaker: a row of entities.", nullable=True),
        Column("speaker_name", _STRING, "The speaker's fullest name in the article.", nullable=True),
        Column("method", _STRING, "How the speaker was found.", values=QUOTE_METHODS),
        Column("reason", _STRING, "Why there is no speaker, or no name.", nullable=True),
        _CONFIDENCE,
    ),
    (
        ("sentence_id", "sentences", "sentence_id"),
        ("block_id", "blocks", "block_id"),
        ("continues", "quotes", "quote_id"),
        ("speaker_entity_id", "entities", "entity_id"),
    ),
)

ERRORS = Table(
    "errors",
    "One row per article or input file that a stage could not take, or took with a doubt.",
    ("source", "record", "article_id", "stage", "reason"),
    (
        Column("source", _STRING, "The input file, relative to the input folder."),
        Column("article_id", _STRING, "The article; null where the whole file failed.", nullable=True),
        Column("stage", _STRING, "The stage that failed.", values=ERROR_STAGES),
        Column("reason", _STRING, "What is wrong, in one word or two.", values=ERROR_REASONS),
        Column("message", _STRING, "What is wrong and what to do."),
        Column("record", _INT, "Line or row of a file of records; place of a text in Python.", nullable=True),
    ),
)

TABLES = {
    table.name: table
    for table in (ARTICLES, BLOCKS, TOKENS, SENTENCES, MENTIONS, ENTITIES, QUANTITIES, QUOTES, ERRORS)
}
