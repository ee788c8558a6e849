using CheckIn.Credentials;

namespace CheckIn.Rules;

/// <summary>What a list says of a card.</summary>
/// <param name="Category">Number of its category in <see cref="CardList.Categories"/>.</param>
/// <param name="IsDenied">Whoever shows it is not let in.</param>
/// <param name="From">From when it is good, Unix minutes; 0 = no bound.</param>
/// <param name="Until">Until when, that minute not included; 0 = no bound.</param>
public readonly record struct Card(byte Category, bool IsDenied, uint From, uint Until);

/// <summary>
/// Cards and people with a category, a validity, or a refusal, by keys that name nobody: sorted arrays, 28 bytes each, so
/// that 100,000 of them take 2.8 MB. Looking one up takes some 17 comparisons and allocates nothing.
/// </summary>
public sealed class CardList
{
    /// <summary>Most cards.</summary>
    public const int Most = 500_000;

    /// <summary>Most categories.</summary>
    public const int MostCategories = 16;

    private readonly SubjectKey[] _keys;
    private readonly Card[] _cards;

    internal CardList(byte[] key, IReadOnlyList<string> categories, SubjectKey[] keys, Card[] cards) =>
        (Key, Categories, _keys, _cards) = (key, categories, keys, cards);

    /// <summary>No card.</summary>
    public static CardList Empty { get; } = new([], [], [], []);

    /// <summary>What subjects are keyed by in it (<see cref="SubjectKey.Of"/>), 32 bytes; of an empty list none.</summary>
    /// <remarks>A stolen gate has it: numbers that can be guessed can be tried against the list.</remarks>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Words of its categories.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>How many.</summary>
    public int Count => _keys.Length;

    /// <summary>Of subjects in any order.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="categories">At most <see cref="MostCategories"/>, each once.</param>
    /// <param name="cards">Each subject once; its category is one of those.</param>
    /// <exception cref="FormatException">That is no list.</exception>
    public static CardList Of(
        ReadOnlySpan<byte> key, IReadOnlyList<string> categories, IEnumerable<(SubjectKey Subject, Card Card)> cards)
    {
        var sorted = cards.ToArray();
        Array.Sort(sorted, static (left, right) => left.Subject.CompareTo(right.Subject));
        var (keys, values) = (Array.ConvertAll(sorted, static one => one.Subject),
            Array.ConvertAll(sorted, static one => one.Card));
        Check(key.Length, categories, keys, values);
        return new CardList(key.ToArray(), [.. categories], keys, values);
    }

    /// <summary>Whether a word may name a category: 1 to 32 of a to z, 0 to 9 and "-".</summary>
    public static bool IsCategory(ReadOnlySpan<char> word) => RuleTexts.IsCategory(word);

    /// <summary>Looks a subject up. Allocates nothing.</summary>
    /// <returns>False: it is not listed.</returns>
    public bool TryFind(SubjectKey subject, out Card card)
    {
        var place = Array.BinarySearch(_keys, subject);
        card = place >= 0 ? _cards[place] : default;
        return place >= 0;
    }

    internal (SubjectKey Subject, Card Card) At(int place) => (_keys[place], _cards[place]);

    /// <exception cref="FormatException">That is no list.</exception>
    internal static void Check(int keyLength, IReadOnlyList<string> categories, SubjectKey[] keys, Card[] cards)
    {
        if (keyLength != 32)
            throw new FormatException($"a key of 32 bytes is missing: it has {keyLength}");
        if (categories.Count > MostCategories || categories.Distinct().Count() < categories.Count
            || categories.Any(static word => !RuleTexts.IsCategory(word)))
            throw new FormatException($"its categories are not up to {MostCategories} words, each once");
        if (keys.Length > Most)
            throw new FormatException($"it has {keys.Length} cards, more than {Most}");
        for (var i = 0; i < keys.Length; i++)
        {
            if (i > 0 && keys[i] <= keys[i - 1])
                throw new FormatException($"card {i} is not in the order of its keys, or is there twice");
            if (cards[i].Category >= categories.Count)
                throw new FormatException($"card {i} has category {cards[i].Category}, and there are {categories.Count}");
        }
    }
}
