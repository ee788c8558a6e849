using CheckIn.Enrolment;
using CheckIn.Sealing;
using CheckIn.Storage;
using CheckIn.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The gate's keys for tags and sealing: its own until enrolment gives it a site's. A day is the site's
/// (<see cref="SiteDay"/>), so that whoever comes in the morning and goes in the evening has one tag. The tag key ratchets
/// at the change of day and its predecessor is erased, so a stolen gate links at most its last day. Personal fields are
/// sealed to the public tracing key of the day, which the gate cannot undo. A site's tracing keys are the hub's; the private
/// halves of the keys that the gate made itself lie in a directory of their own, to be moved off the gate (see
/// <see cref="KeyOptions.Directory"/>), and stay there after enrolment, since what was sealed before opens with nothing else.
/// The change of day is looked for at every use and every hour, because a gate that nobody passes must also forget. When a
/// new key cannot be stored, the last one is used and its day is said.
/// </summary>
public sealed class GateKeys : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _adopting = new();
    private readonly TimeProvider _time;
    private readonly TimeZoneInfo? _zone;
    private readonly ILogger _logger;
    private readonly ITimer _hourly;
    private readonly string _directory;
    private readonly TagKey _tag;
    private readonly SiteTracing _site;
    private TracingKey? _own;
    private DateOnly _seen;
    private long _retryAt;

    private GateKeys(
        string directory, TagKey tag, SiteTracing site, DateOnly today, TimeProvider time, TimeZoneInfo? zone, ILogger logger)
    {
        (_directory, _tag, _site, _time, _zone, _logger) = (directory, tag, site, time, zone, logger);
        _seen = today;
        _tag.AdvanceTo(today);
        FollowTracing(today);
        _hourly = time.CreateTimer(static keys => ((GateKeys)keys!).Follow(), this,
            TimeSpan.FromHours(1), TimeSpan.FromHours(1));
    }

    /// <summary>
    /// Files of the site's keys. Versions count within one hub: when another one enrols the gate, these go first, since its
    /// first version would else seem older than the last of the hub before.
    /// </summary>
    internal static IReadOnlyList<string> SiteFiles { get; } = ["tag.json", "tracing-site.json"];

    /// <summary>Opens the directory, making keys where there are none.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">Tells the day.</param>
    /// <param name="logger">Hears what an operator should know.</param>
    /// <param name="delivered">
    /// What enrolment brought, so that a gate which never was without a hub makes no keys of its own.
    /// </param>
    /// <param name="zone">Where the site is; null = days are those of UTC.</param>
    /// <exception cref="KeyException">It cannot be used, or a key in it is damaged.</exception>
    public static GateKeys Open(
        KeyOptions options, TimeProvider time, ILogger<GateKeys>? logger = null, KeyDelivery? delivered = null,
        TimeZoneInfo? zone = null)
    {
        var today = Today(time, zone);
        try
        {
            var given = delivered is null ? null : SiteKeys.Of(delivered);
            PrivateFile.MakeDirectory(options.Directory);
            var site = SiteTracing.Open(options.Directory, given);
            var tag = TagKey.Open(options.Directory, today, given);
            var keys = new GateKeys(
                options.Directory, tag, site, today, time, zone, logger ?? NullLogger<GateKeys>.Instance);
            if (delivered is not null)
                keys.Adopt(delivered);
            return keys;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyException(
                $"Keys cannot be kept in {options.Directory}: {e.Message} Without them no event can be pseudonymous or "
                + "sealed, so the gate does not start. Make Keys:Directory writable for the gate's user.", e);
        }
    }

    /// <summary>Version of the site's keys; 0 = the gate's own.</summary>
    public long Version => _tag.Version;

    /// <summary>The last day of which there is a tracing key of the site; null = the gate makes its own.</summary>
    public DateOnly? TracingUntil => _site.IsEmpty ? null : _site.Last;

    /// <summary>
    /// Takes what the hub delivers: its public tracing keys, and its tag key if its version is a later one; the tag key
    /// of before is erased. An earlier version changes nothing. After a crash at any moment old or new keys are in
    /// force,
    /// and the same delivery may come again.
    /// </summary>
    /// <exception cref="KeyException">It cannot be used or stored; the keys of before stay in use.</exception>
    public void Adopt(KeyDelivery delivery)
    {
        var given = SiteKeys.Of(delivery);
        lock (_adopting)
        {
            var before = _tag.Version;
            if (given.Version < before)
            {
                Log.OlderDelivery(_logger, given.Version, before);
                return;
            }
            try
            {
                // Apart from the lock: this is a longer file, and people wait. The tag key last: its version says that
                // all is taken.
                _site.Adopt(given);
                lock (_lock)
                {
                    if (_tag.Adopt(given, Today(_time, _zone)))
                        Log.Adopted(_logger, given.Version, _tag.Day);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeyException(
                    $"The hub's keys cannot be kept in {_directory}: {e.Message} Nothing is lost: the keys of before "
                    + "stay in use, "
                    + "and the gate asks for these again. Free or repair the disk that holds Keys:Directory.", e);
            }
            if (before == 0 && TracingKey.PrivateDays(_directory) is > 0 and var days)
                Log.OwnPrivateHalves(_logger, days, TracingKey.PrivateDirectory(_directory));
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
        TracingDay key;
        lock (_lock)
        {
            FollowDay();
            // Not before the tag's day: a clock gone backwards would seal to a day that may have been erased.
            key = _site.IsEmpty ? _own!.Key : _site.Of(_tag.Day > _seen ? _tag.Day : _seen);
        }
        var fields = SealedFields.Seal(key.Public, key.Day, personal);
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
        var today = Today(_time, _zone);
        if (today == _seen || _time.GetTimestamp() < _retryAt)
            return;
        try
        {
            _tag.AdvanceTo(today);
            FollowTracing(today);
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

    private void FollowTracing(DateOnly today)
    {
        if (_site.IsEmpty)
        {
            _own ??= TracingKey.Open(_directory, today);
            _own.AdvanceTo(today);
        }
        else if (_site.Last < today)
            Log.TracingKeysRanOut(_logger, _site.Last);
    }

    private static DateOnly Today(TimeProvider time, TimeZoneInfo? zone) => zone is null
        ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) : SiteDay.Of(time.GetUtcNow(), zone);
}
