using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Modes;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Gate.Admission;

/// <summary>
/// The rules of this gate, and whom its lanes have let in and out, which they have in common. The book is asked before a
/// decision and told after its event is durable; meanwhile whoever is about to enter counts as inside, so that one code held
/// before two lanes at once lets one person in. People are known by a key of this process that is on no disk. What an earlier
/// run has journalled under today's tag key is found by the tag, once, and kept under that key. Safe from any thread.
/// </summary>
internal sealed class GateRules
{
    /// <summary>Most people that it keeps in mind: some 6.5 MB when all of them have come.</summary>
    internal const int MostPeople = 65_536;

    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PresenceBook _book = new(MostPeople);
    private readonly SiteCount _site = new();
    private readonly Dictionary<SubjectKey, int> _entering = [];
    private readonly RulesOptions _options;
    private readonly GateKeys? _keys;
    private readonly Func<bool> _hubIsAway;
    private readonly GateLists? _lists;
    private volatile RuleEngine _engine;
    private readonly PassTrust _trust = PassTrust.None;
    private Func<string> _epoch = static () => "";
    private int _recalled;

    /// <param name="options">The settings.</param>
    /// <param name="keys">Of tags; null = nothing is recalled.</param>
    /// <param name="hubIsAway">Whether the hub is away; null = it never is.</param>
    /// <param name="lists">The hub's; null = there are none.</param>
    internal GateRules(RulesOptions options, GateKeys? keys = null, Func<bool>? hubIsAway = null, GateLists? lists = null)
    {
        (_options, _keys, _hubIsAway, _lists) = (options, keys, hubIsAway ?? (static () => false), lists);
        _engine = RuleEngine.Of(options);
    }

    /// <summary>Whose passes are good; another instance when a list of the hub's is another one.</summary>
    internal PassTrust Trust
    {
        get => _lists?.Passes ?? _trust;
        init => _trust = value;
    }

    /// <summary>Whose health certificates are good; likewise.</summary>
    internal TrustList Signers => _lists?.Signers ?? TrustList.None;

    /// <summary>Rotating codes that were used at any lane.</summary>
    internal ReplayMemory Used { get; } = new();

    /// <summary>
    /// The rules that decide at this moment; another instance when the list of cards or the place is another one.
    /// </summary>
    internal RuleEngine Engine
    {
        get
        {
            if (_lists is { } lists
                && !(ReferenceEquals(lists.Cards, _engine.Cards) && ReferenceEquals(lists.Place, _engine.Place)))
                Take(lists.Cards, lists.Place);
            return _engine;
        }
    }

    /// <summary>Whether any rule asks who is inside or has been: else nothing has to be recalled.</summary>
    internal bool AsksForPeople => _options.MostInside > 0 || _options.Passback != Enforcement.Off
        || _options.ReentryAfter > TimeSpan.Zero || _options.EntriesADay > 0 || _options.Lanes.Any(static lane =>
            lane.Passback is not (null or Enforcement.Off) || lane.ReentryAfter > TimeSpan.Zero || lane.EntriesADay > 0);

    /// <summary>How many are inside, as far as this gate's own lanes know.</summary>
    internal int Inside(long at)
    {
        var day = Engine.DayOf(at);
        lock (_lock)
            return _book.Inside(day);
    }

    /// <summary>The rules of a lane.</summary>
    internal LaneAdmission Of(LaneOptions lane) => new(this, lane.Name, lane.Direction);

    /// <summary>Another list of cards, or another place, is in force from now on.</summary>
    internal void Take(CardList cards, PlaceWanted? place = null) => _engine = RuleEngine.Of(_options, cards, place);

    /// <summary>The gate begins with this journal.</summary>
    /// <param name="epoch">Says which one is in use.</param>
    /// <param name="lastSeq">Its last number.</param>
    internal void Begin(Func<string> epoch, long lastSeq)
    {
        _epoch = epoch;
        lock (_lock)
            _site.Begin(epoch(), lastSeq);
    }

    /// <summary>The hub has said how many are inside the whole site.</summary>
    internal void Hear(InsideMessage word, in ClockStamp now)
    {
        var (epoch, day) = (_epoch(), Engine.DayOf(now.At));
        lock (_lock)
            _site.Hear(word, epoch, now.MonotonicNs, day);
    }

    /// <summary>What an earlier run has journalled in this day of rules.</summary>
    /// <param name="movements">In order; of the day's tag key.</param>
    internal void Recall(IEnumerable<PastMovement> movements)
    {
        lock (_lock)
        {
            var marks = new Dictionary<long, PresenceMark>();
            foreach (var past in movements)
            {
                var day = Engine.DayOf(past.At);
                if (past.IsTakenBack)
                {
                    if (marks.Remove(past.Seq, out var mark))
                        _book.TakeBack(mark);
                    continue;
                }
                marks[past.Seq] = past.Direction == Direction.In
                    ? _book.Entered(past.Tag, past.At, day) : _book.Left(past.Tag, day);
            }
            _recalled = _book.Count;
        }
    }

    /// <summary>The case of a code at a lane, with what the book says of who shows it.</summary>
    /// <param name="engine">The rules.</param>
    /// <param name="code">What was shown.</param>
    /// <param name="mode">How the lane is by an order.</param>
    /// <param name="now">The gate's clock.</param>
    /// <param name="who">His key in the book.</param>
    internal RuleCase CaseOf(RuleEngine engine, ShownCode code, LaneMode mode, in ClockStamp now, out SubjectKey who)
    {
        who = Subjects.Of(_key, code.Subject);
        Find(who, code.Subject);
        var day = engine.DayOf(now.At);
        var (asked, isAway) = (engine.CaseOf(code, mode, now), _hubIsAway());
        lock (_lock)
        {
            var presence = _book.Of(who, day);
            var entering = _entering.GetValueOrDefault(who);
            return asked with
            {
                Presence = entering == 0 ? presence : new Presence(true, now.At, presence.Entries + entering),
                HubIsAway = isAway || _site.IsMissed(now.MonotonicNs, day),
                Inside = (_site.Inside(now.MonotonicNs, day) ?? _book.Inside(day)) + _entering.Count,
            };
        }
    }

    /// <summary>He is about to enter: his event is on its way to the disk.</summary>
    internal void Enters(SubjectKey who)
    {
        lock (_lock)
            _entering[who] = _entering.GetValueOrDefault(who) + 1;
    }

    /// <summary>That event is written, or will not be.</summary>
    internal void EntersNoMore(SubjectKey who)
    {
        lock (_lock)
        {
            if (_entering.TryGetValue(who, out var times) && times > 1)
                _entering[who] = times - 1;
            else
                _entering.Remove(who);
        }
    }

    /// <summary>He was let through.</summary>
    /// <param name="who">His key in the book.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="at">When, Unix ms.</param>
    /// <param name="seq">Number of his event; null = it has none, and the hub never hears of him.</param>
    internal Movement Moved(SubjectKey who, Direction direction, long at, long? seq)
    {
        var (epoch, day) = (_epoch(), Engine.DayOf(at));
        lock (_lock)
        {
            // Whoever leaves was inside, by whichever gate he came.
            var change = direction == Direction.Out ? -1 : _book.Of(who, day).IsInside ? 0 : 1;
            if (seq is { } number)
                _site.Moved(epoch, number, change);
            return new Movement(direction == Direction.In ? _book.Entered(who, at, day) : _book.Left(who, day), change);
        }
    }

    /// <summary>He did not go.</summary>
    internal void TakeBack(in Movement movement)
    {
        lock (_lock)
        {
            _book.TakeBack(movement.Mark);
            _site.TookBack(movement.Change);
        }
    }

    /// <summary>Whoever an earlier run knew by his tag is known by the key of this one.</summary>
    private void Find(SubjectKey who, string subject)
    {
        if (Volatile.Read(ref _recalled) == 0 || _keys is null || !SubjectKey.TryParse(_keys.TagOf(subject).Tag, out var tag))
            return;
        lock (_lock)
        {
            if (!_book.Knows(tag))
                return;
            _book.Rename(tag, who);
            _recalled--;
        }
    }
}

/// <summary>Somebody was let through, and may not have gone.</summary>
/// <param name="Mark">What it was in the book.</param>
/// <param name="Change">How many more were inside by it.</param>
internal readonly record struct Movement(PresenceMark Mark, int Change);
