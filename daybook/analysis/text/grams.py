"""Texts as sets of numbers: pieces of one to three characters, or of one to two words, by a hash that needs no word list.

Chinese is taken by characters, as reviews are full of words that no list knows; English by words.  Behind the hashed
pieces of Chinese stand the words of the list of praise and blame (`lexicon.py`).
"""

import re
import unicodedata
import zlib

from daybook.analysis.text.lexicon import heard, places

#: Numbers that pieces are hashed to, by language; two pieces with one number share a weight.
BUCKETS = {"zh": 1 << 18, "en": 1 << 16}
#: Longer texts are read so far.
LONGEST = 500
#: Words of a text that must be common English ones, for it to be English.
SHARE = 0.12

_REPEATED = re.compile(r"(.)\1{2,}")
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z']+|[!?]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-z]+")
#: Words of which an English text has many, and others of Latin letters hardly any.
_ENGLISH = frozenset((
    "the", "and", "is", "it", "to", "of", "this", "was", "for", "not", "but", "with", "that", "you", "my", "i", "have",
    "had", "very", "are", "on", "so", "they", "in", "be", "at", "we", "it's", "don't", "love", "great", "good", "bad",
    "too", "does", "didn't", "just", "when", "your", "can", "what", "how", "would", "will", "one", "product", "works",
    "work", "from", "or", "if", "all", "after", "before", "than", "then", "them", "there", "again", "week", "weeks", "day",
    "days", "only", "still", "been", "never", "because", "which", "got", "get", "bought", "ordered", "return", "first",
    "more", "most", "really", "much", "even", "has", "he", "she", "his", "her", "by", "an", "were", "who", "could",
    "should", "while", "back", "its", "ve", "out", "up", "time", "worked", "working", "small", "large", "like", "make",
    "made"))
#: Words of neighbours in the same letters: one of them, and the text is not English.
_NEIGHBOURS = frozenset((
    "de", "que", "nao", "com", "para", "muito", "produto", "entrega", "recebi", "bom", "boa", "otimo", "ótimo", "uma",
    "prazo", "antes", "chegou", "veio", "pela", "pelo", "mas", "el", "los", "las", "una", "muy", "por", "und", "der",
    "die", "das", "ist", "nicht", "sehr", "ein", "le", "les", "des", "et", "est", "tres", "pas", "bien", "avec", "pour",
    "il", "non", "molto", "per", "che"))


def plain(text: str) -> str:
    """A text in one width and case, spaces and runs of one sign shortened, every number the same.

    >>> plain("太差了！！！！！ＡＢＣ 123")
    '太差了!!abc 0'
    """
    one = unicodedata.normalize("NFKC", text).lower()
    return _DIGITS.sub("0", _REPEATED.sub(r"\1\1", _SPACE.sub(" ", one))).strip()[:LONGEST]


def language_of(text: str) -> str:
    """zh, en, or "" for what is neither: nothing is read out of a text in another language.

    >>> language_of("质量很好"), language_of("It does not work at all"), language_of("Recebi bem antes do prazo")
    ('zh', 'en', '')
    """
    one = unicodedata.normalize("NFKC", text).lower()
    if len(_HAN.findall(one)) >= max(1, len(_LATIN.findall(one)) // 2):
        return "zh"
    words = _WORD.findall(one)
    known = sum(word in _ENGLISH for word in words)
    foreign = any(ord(sign) > 127 and sign.isalpha() for sign in one) or any(word in _NEIGHBOURS for word in words)
    return "en" if known and not foreign and known >= SHARE * len(words) else ""


def pieces(text: str, language: str) -> set[int]:
    """The numbers of a text's pieces; a piece counts once however often it stands there."""
    one, size = plain(text), BUCKETS[language]
    if language == "zh":
        marked = f"^{one}$"
        found = (marked[i:i + n] for n in (1, 2, 3) for i in range(len(marked) - n + 1))
    else:
        words = ["^", *_WORD.findall(one), "$"]
        found = (" ".join(words[i:i + n]) for n in (1, 2) for i in range(len(words) - n + 1))
    hashed = {zlib.crc32(piece.encode()) & (size - 1) for piece in found}
    return hashed.union(size + place for place in heard(one)) if language == "zh" else hashed


def width(language: str) -> int:
    """How many numbers there are in a language: those of hashed pieces, and in Chinese those of listed words behind them."""
    return BUCKETS[language] + (places() if language == "zh" else 0)
