using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.History;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>A stretch of a gate's course in one line of the table behind its charts; null = not known.</summary>
public sealed record CourseLine(
    DateTimeOffset At, double? TemperatureC, double? Backlog, double? Decisions, double? MemoryBytes,
    double? RoundTripMs);

/// <summary>A gate's figures over a day or a week, as its page draws them.</summary>
public sealed class GateCourse
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly IReadOnlyList<(DateTimeOffset At, HealthFigures Figures)> _slots;

    private GateCourse(IReadOnlyList<(DateTimeOffset At, HealthFigures Figures)> slots, bool isWeek) =>
        (_slots, IsWeek) = (slots, isWeek);

    /// <summary>A week, and not a day.</summary>
    public bool IsWeek { get; }

    /// <summary>How long a step of the charts is, but of <see cref="Decisions"/>.</summary>
    public static TimeSpan Step => HealthSlots.Length;

    /// <summary>How long a step of <see cref="Decisions"/> is.</summary>
    public static TimeSpan DecisionStep => Hour;

    /// <summary>Nothing is known of all that time.</summary>
    public bool IsEmpty => _slots.All(static slot => slot.Figures == default);

    public IReadOnlyList<ChartPoint> Temperature => Points(static figures => figures.TemperatureDc / 10.0);
    public IReadOnlyList<ChartPoint> Backlog => Points(static figures => figures.Backlog);
    public IReadOnlyList<ChartPoint> Memory => Points(static figures => figures.ResidentKb * 1000.0);
    public IReadOnlyList<ChartPoint> RoundTrip => Points(static figures => figures.RoundTripUs / 1000.0);

    /// <summary>An hour each.</summary>
    public IReadOnlyList<ChartPoint> Decisions =>
        [.. Stretches(Hour).Select(static one => new ChartPoint(one.At, one.Figures.Decided))];

    /// <summary>Newest first: an hour of a day, six of a week.</summary>
    public IReadOnlyList<CourseLine> Lines =>
    [
        .. Stretches(IsWeek ? Hour * 6 : Hour).Reverse().Select(static one => new CourseLine(
            one.At, one.Figures.TemperatureDc / 10.0, one.Figures.Backlog, one.Figures.Decided,
            one.Figures.ResidentKb * 1000.0, one.Figures.RoundTripUs / 1000.0)),
    ];

    internal static GateCourse Of(HealthHistory history, string gate, bool isWeek, DateTimeOffset now)
    {
        // From a whole hour on, so that every stretch is whole but the last.
        var from = now - (isWeek ? HealthSlots.Kept : TimeSpan.FromDays(1)) + Hour;
        return new(history.Of(gate, from - TimeSpan.FromTicks(from.UtcTicks % Hour.Ticks), now), isWeek);
    }

    private IReadOnlyList<ChartPoint> Points(Func<HealthFigures, double?> of) =>
        [.. _slots.Select(slot => new ChartPoint(slot.At, of(slot.Figures)))];

    private IEnumerable<(DateTimeOffset At, HealthFigures Figures)> Stretches(TimeSpan length) =>
        _slots.Chunk((int)(length / HealthSlots.Length)).Select(static slots => (slots[0].At,
            slots.Aggregate(default(HealthFigures), static (all, slot) => all.And(slot.Figures))));
}

/// <summary>What the hub keeps of a gate's course, for its page.</summary>
internal sealed class GateCourses(HealthHistory history, EventStore store)
{
    private const int MostEvents = 20;

    internal GateCourse Of(string gate, bool isWeek, DateTimeOffset now) => GateCourse.Of(history, gate, isWeek, now);

    /// <summary>The latest, newest first.</summary>
    internal IReadOnlyList<LatestEvent> Events(string gate) => store.Read(db => LatestEvents.Of(db, gate, MostEvents));
}
