using CheckIn.Sealing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The gate's keys for tags and sealing: its own until enrolment gives it a site's. A day is a day of UTC.
/// The tag key ratchets at the change of day and its predecessor is erased, so a stolen gate links at most its last
/// day. Personal fields are sealed to the public tracing key of the day, which the gate cannot undo; the private
/// halves of the keys it made itself lie in a directory of their own, to be moved off the gate (see
/// <see cref="KeyOptions.Directory"/>). The change of day is looked for at every use and every hour, because a gate
/// that nobody passes must also forget. When a new key cannot be stored, the last one is used and its day is said.
/// </summary>
public sealed class GateKeys : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _hourly;
    private readonly TagKey _tag;
    private readonly TracingKey _tracing;
    private DateOnly _seen;
    private long _retryAt;

    private GateKeys(TagKey tag, TracingKey tracing, DateOnly today, TimeProvider time, ILogger logger)
    {
        (_tag, _tracing, _time, _logger) = (tag, tracing, time, logger);
        _seen = today;
        _hourly = time.CreateTimer(static keys => ((GateKeys)keys!).Follow(), this,
            TimeSpan.FromHours(1), TimeSpan.FromHours(1));
    }

    /// <summary>Opens the directory, making keys where there are none.</summary>
    /// <exception cref="KeyException">It cannot be used, or a key in it is damaged.</exception>
    public static GateKeys Open(KeyOptions options, TimeProvider time, ILogger<GateKeys>? logger = null)
    {
        var today = Today(time);
        try
        {
            KeyFile.MakeDirectory(options.Directory);
            var tag = TagKey.Open(options.Directory, today);
            var tracing = TracingKey.Open(options.Directory, today);
            tag.AdvanceTo(today);
            tracing.AdvanceTo(today);
            return new GateKeys(tag, tracing, today, time, logger ?? NullLogger<GateKeys>.Instance);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyException(
                $"Keys cannot be kept in {options.Directory}: {e.Message} Without them no event can be pseudonymous or "
                + "sealed, so the gate does not start. Make Keys:Directory writable for the gate's user.", e);
        }
    }

    /// <summary>The pseudonym of a subject under today's key.</summary>
    /// <param name="subject">Kind and number, such as "cccd:001099000001".</param>
    public SubjectTag TagOf(string subject)
    {
        lock (_lock)
        {
            FollowDay();
            return new SubjectTag(_tag.TagOf(subject), SealedFields.DayText(_tag.Day));
        }
    }

    /// <summary>Seals personal fields (UTF-8 JSON) to the tracing key of the day.</summary>
    public SealedPart Seal(ReadOnlySpan<byte> personal)
    {
        byte[] publicKey;
        DateOnly day;
        lock (_lock)
        {
            FollowDay();
            (publicKey, day) = (_tracing.PublicKey, _tracing.Day);
        }
        var fields = SealedFields.Seal(publicKey, day, personal);
        return new SealedPart(fields.ToJson(), fields.Hash());
    }

    public void Dispose() => _hourly.Dispose();

    private void Follow()
    {
        lock (_lock)
            FollowDay();
    }

    private void FollowDay()
    {
        var today = Today(_time);
        if (today == _seen || _time.GetTimestamp() < _retryAt)
            return;
        try
        {
            _tag.AdvanceTo(today);
            _tracing.AdvanceTo(today);
            _seen = today;
            if (_tag.Day > today)
                Log.ClockBehindKeys(_logger, today, _tag.Day);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not at every code that is read: a failing disk is slow, and people wait.
            _retryAt = _time.GetTimestamp() + (60 * _time.TimestampFrequency);
            Log.NewDayFailed(_logger, e, _tag.Day);
        }
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
