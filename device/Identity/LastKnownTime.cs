using CheckIn.Contract;
using CheckIn.Gate.Clock;

namespace CheckIn.Gate.Identity;

/// <summary>
/// The latest moment that somebody told the gate of, whatever its clock says now: when its certificate began, when the
/// hub enrolled it, what the clock was known to be in this boot or an earlier one, when this program was written. A
/// hub that is not sure of its own clock does not count: were it years ahead for a day, no certificate would be
/// believed afterwards.
/// </summary>
internal sealed class LastKnownTime(GateClock clock, string keptTime)
{
    /// <summary>No gate with this program is older.</summary>
    internal static readonly DateTimeOffset ProgramWritten = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time by which to judge certificates.</summary>
    /// <param name="told">Moments that are known otherwise.</param>
    internal TrustTime Now(params IEnumerable<DateTimeOffset> told)
    {
        var stamp = clock.Stamp();
        var latest = ProgramWritten;
        foreach (var moment in told)
            latest = moment > latest ? moment : latest;
        if (stamp.Quality is { Source: null or ClockSources.Hub } quality)
        {
            var error = TimeSpan.FromMilliseconds(Math.Min(quality.ErrorMs, HubTime.Latest));
            return new TrustTime(DateTimeOffset.FromUnixTimeMilliseconds(stamp.At), error, latest);
        }
        if (ClockMemory.LastKept(keptTime) is { } kept && kept > latest)
            latest = kept;
        return new TrustTime(null, TimeSpan.Zero, latest);
    }
}
