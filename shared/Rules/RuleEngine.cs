using System.Text;
using CheckIn.Contract;
using CheckIn.Passes;
using CheckIn.Time;

namespace CheckIn.Rules;

/// <summary>
/// Rules made ready to decide by: texts are read once, kinds and categories are bits, lists are sorted arrays. What it says
/// of a case depends on the case alone, whoever asks: the gate decides by it, and the hub explains and tries by it. It has
/// no clock, no disk and no logger, and is safe from any thread.
/// </summary>
public sealed class RuleEngine
{
    /// <summary>Categories that every engine knows, listed or not.</summary>
    private static readonly string[] Known = ["staff", "visitor", "deliverer"];
    private readonly RulesOptions _options;
    private readonly byte[][] _words;
    private readonly RuleDay _day;
    private readonly string _site;
    private readonly string[] _nodes;

    private RuleEngine(RulesOptions options, CardList cards, PlaceWanted? place)
    {
        (_options, Cards, Place) = (options, cards, place);
        Calendar = new ZoneCalendar(RuleTexts.Zone(options.TimeZone));
        _site = options.Site.Length > 0 ? options.Site : place?.Site ?? "";
        _nodes = RuleTexts.Words(options.Nodes) is { Length: > 0 } own ? own : [.. place?.Nodes ?? []];
        Holidays = RuleTexts.Holidays(options.Holidays);
        Categories = [.. new[] { options.DefaultCategory }.Concat(Known)
            .Concat(options.Categories.Select(static one => one.Category)).Concat(cards.Categories).Distinct(StringComparer.Ordinal)];
        _words = [.. Categories.Select(Encoding.UTF8.GetBytes)];
        _day = new RuleDay(Calendar, (int)options.DayBeginsAt.TotalMinutes);
        Rules = [.. Categories.Select(Rule)];
        CardCategories = [.. cards.Categories.Select(word => (byte)IndexOf(word))];
    }

    /// <summary>Rules as a gate has them that was told none.</summary>
    public static RuleEngine Default { get; } = Of(new RulesOptions());

    /// <summary>Of settings.</summary>
    /// <param name="options">
    /// Without problems (<see cref="RulesCheck"/>). Whoever changes them later changes nothing here.
    /// </param>
    /// <param name="cards">Cards; null = none are listed.</param>
    /// <param name="place">Where the gate stands, as far as the options do not say it; null = only they do.</param>
    /// <exception cref="FormatException">The options have problems.</exception>
    public static RuleEngine Of(RulesOptions options, CardList? cards = null, PlaceWanted? place = null)
    {
        if (RulesCheck.Problems(options) is [var problem, ..])
            throw new FormatException(problem.English);
        return new RuleEngine(options, cards ?? CardList.Empty, place);
    }

    /// <summary>The list of cards.</summary>
    public CardList Cards { get; }

    /// <summary>Where the gate stands, as the hub says it; null = it does not.</summary>
    public PlaceWanted? Place { get; }

    /// <summary>Every category, the one of whoever has none first.</summary>
    public IReadOnlyList<string> Categories { get; }

    internal ZoneCalendar Calendar { get; }

    internal Holidays Holidays { get; }

    internal CategoryRule[] Rules { get; }

    /// <summary>Of each category of the cards its number here.</summary>
    internal byte[] CardCategories { get; }

    /// <summary>
    /// Number of a category; <see cref="RuleCase.NoCategory"/> = there is none of this word. Allocates nothing.
    /// </summary>
    /// <param name="word">UTF-8.</param>
    public int CategoryOf(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (word.SequenceEqual(_words[i]))
                return i;
        }
        return RuleCase.NoCategory;
    }

    /// <summary>Whether a pass for that place is good here; one without a place is good everywhere.</summary>
    public bool IsHere(PassScope? scope) => scope is null
        || (scope.IsNode ? _nodes.Contains(scope.Id, StringComparer.Ordinal) : scope.Id == _site);

    /// <summary>Number of the day of rules in which a moment lies: what <see cref="PresenceBook"/> counts by.</summary>
    /// <param name="at">Unix ms; one beyond the calendar is at its end.</param>
    public int DayOf(long at) => _day.NumberOf(Moment(at));

    /// <summary>When that day began, Unix ms.</summary>
    public long BeginOfDay(long at) => _day.BeginOf(Moment(at)).ToUnixTimeMilliseconds();

    /// <summary>The rules of a lane.</summary>
    /// <param name="lane">Its name.</param>
    /// <param name="direction">Which way it leads.</param>
    public LaneRules Of(string lane, Direction direction) => new(this, LaneTerms.Of(_options, lane, direction), direction);

    internal RulesOptions Options => _options;

    internal int IndexOf(string category) => Categories.Select(static (word, i) => (word, i))
        .First(pair => pair.word == category).i;

    internal OpeningTimes? Times(string hours) =>
        RuleTexts.Hours(hours) is { } read ? new OpeningTimes(read, Calendar.Zone, Holidays) : null;

    /// <summary>The clock may show anything.</summary>
    internal static DateTimeOffset Moment(long at) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        at, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private CategoryRule Rule(string category)
    {
        var own = _options.Categories.FirstOrDefault(one => one.Category == category);
        return own is null ? new CategoryRule(null, "", 0, category == "deliverer")
            : new CategoryRule(Times(own.Hours), own.Hours, RuleTexts.Kinds(own.Kinds), own.ComesAndGoes);
    }
}

/// <summary>What is otherwise for a category.</summary>
/// <param name="Hours">Null = as the lane has it.</param>
/// <param name="HoursText">The same as it was written.</param>
/// <param name="Kinds">Bits of kinds; 0 = as the lane has it.</param>
/// <param name="ComesAndGoes">Rules about entries are not asked.</param>
internal sealed record CategoryRule(OpeningTimes? Hours, string HoursText, uint Kinds, bool ComesAndGoes);
