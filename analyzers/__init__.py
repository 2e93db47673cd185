"""Arabic-aware text analysis: text → words, and their forms at four levels."""

from analyzers.analysis import GAP, LEVELS, MAX_TERM_LENGTH, Analyzer, Level, Token, WordForms
from analyzers.arabic.normalization import exact_form, fold, fold_word, is_plain
from analyzers.arabic.rules import Reason, Refusal, Step
from analyzers.kashf import Explanation, KashfAnalyzer, kashf_analyzer
from analyzers.tokenizer import word_spans

__all__ = [
    "GAP",
    "LEVELS",
    "MAX_TERM_LENGTH",
    "Analyzer",
    "Explanation",
    "KashfAnalyzer",
    "Level",
    "Reason",
    "Refusal",
    "Step",
    "Token",
    "WordForms",
    "exact_form",
    "fold",
    "fold_word",
    "is_plain",
    "kashf_analyzer",
    "word_spans",
]
