using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Sealing;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Keys;

/// <summary>
/// What gates get for tags and sealing. A site's tag key of a day follows from the root, the site, its generation and
/// the
/// day; tracing keys are pairs of their own for each day, because to erase a day is to destroy its key. Both are made
/// at
/// the first question, and looked after by <see cref="KeyUpkeep"/>. When the directory cannot be used (its medium is
/// out,
/// a file is damaged) nothing is made anew and nothing is answered from memory: gates in service keep what they have,
/// enrolment is refused with these words, and <see cref="Trouble"/> says why.
/// </summary>
internal sealed class KeyRing(
    IOptions<HubKeyOptions> options, IOptions<EventsOptions> events, EventStore store, TimeProvider time,
    ILogger<KeyRing> logger)
{
    private readonly Lock _lock = new();
    private readonly KeyFolder _folder = new(KeyPlaces.Of(options.Value, events.Value.Path), logger);
    private readonly Dictionary<string, DayKey> _today = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Site, long Generation), DayKey> _asked = [];
    private volatile KeysException? _trouble;

    /// <summary>Why gates cannot be given keys, or soon cannot; null while all is well.</summary>
    internal KeysException? Trouble => _trouble;

    /// <summary>
    /// What a gate of this site gets today. It changes with the day, too; whoever answers conditional questions
    /// compares
    /// the whole.
    /// </summary>
    /// <param name="site">[a-z0-9-]{1,64}.</param>
    /// <exception cref="KeysException">It cannot be had; the message says why and what to do.</exception>
    internal KeyDelivery Deliver(string site) => Guarded(() =>
    {
        var (root, generation) = Generation(site);
        var today = Today();
        if (!_today.TryGetValue(site, out var known) || known.Root != root.Id || known.Generation != generation
            || known.Day > today)
            known = new DayKey(root.Id, generation, TagRoot.FirstDay, root.SiteKey(site, generation));
        var key = TagRatchet.Advance(known.Key, today.DayNumber - known.Day.DayNumber);
        _today[site] = known with { Day = today, Key = key };
        return new KeyDelivery(
            generation, SealedFields.DayText(today), Convert.ToBase64String(key), _folder.Tracing(today));
    });

    /// <summary>A site's tag key of a day, for what the hub records there itself.</summary>
    /// <param name="site">[a-z0-9-]{1,64}.</param>
    /// <param name="day">The site's (<see cref="Time.SiteDay"/>); before <see cref="TagRoot.FirstDay"/> that one.</param>
    /// <exception cref="KeysException">It cannot be had; the message says why and what to do.</exception>
    internal byte[] TagKeyOf(string site, DateOnly day) => Guarded(() =>
    {
        var (root, generation) = Generation(site);
        return KeyOf(root, site, generation, day);
    });

    /// <summary>
    /// The tag keys by which gates of that site may have written a day: those of its generation now, and of the one before,
    /// which they go on with until they are told. Empty = none has ever had keys.
    /// </summary>
    /// <exception cref="KeysException">They cannot be had; the message says why and what to do.</exception>
    internal IReadOnlyList<byte[]> TagKeysOf(string site, DateOnly day) => Guarded<IReadOnlyList<byte[]>>(() =>
    {
        var (root, sites) = _folder.Open(time.GetUtcNow());
        return sites.Of(site) is not { } generation ? []
            : [.. new[] { generation, generation - 1 }.Where(static one => one > 0).Select(one => KeyOf(root, site, one, day))];
    });

    /// <summary>
    /// Grows whenever what gates of this site get is another; the day's turn alone does not change it.
    /// </summary>
    /// <exception cref="KeysException">It cannot be had; the message says why and what to do.</exception>
    internal long VersionOf(string site) => Guarded(() => Generation(site).Generation);

    /// <summary>A new generation: gates of the site take it up with their next question. Null = every site.</summary>
    /// <exception cref="KeysException">It cannot be done; the message says why and what to do.</exception>
    internal async Task RotateAsync(string? site, Actor actor, CancellationToken cancellation)
    {
        Guarded(() =>
        {
            if (_folder.Open(time.GetUtcNow()).Sites.Of(site ?? "") is null && site is not null)
            {
                throw new KeysException(
                    $"No gate of a site '{site}' has ever had keys. Nothing was changed; look at the name.",
                    $"Chưa có cổng nào của địa điểm '{site}' từng nhận khoá. Chưa thay đổi gì; hãy xem lại tên.");
            }
            return 0;
        });
        // The audit first: what is not in there was not done.
        await AuditAsync(actor, site, "done", cancellation);
        try
        {
            Guarded(() =>
            {
                var (_, sites) = _folder.Open(time.GetUtcNow());
                _folder.Keep(sites.Next(site is null ? sites.Sites.Keys : [site], time.GetUtcNow()));
                return 0;
            });
            Log.Rotated(logger, site ?? "*");
        }
        catch (KeysException)
        {
            await AuditAsync(actor, site, "not_stored", cancellation);
            throw;
        }
    }

    /// <summary>Why nobody can be given keys at this moment; null = they can.</summary>
    internal KeysException? Standstill()
    {
        try
        {
            Guarded(() => _folder.Open(time.GetUtcNow()));
            return null;
        }
        catch (KeysException e)
        {
            return e;
        }
    }

    /// <summary>
    /// Makes the tracing keys of the days to come and looks whether everything is where it should be.
    /// </summary>
    internal void Upkeep()
    {
        try
        {
            var lasts = Guarded(() =>
            {
                _folder.Open(time.GetUtcNow());
                return _folder.MakeTracing(Today());
            });
            Tell(lasts < FewDays ? KeyFolder.FewTracing(lasts) : null);
        }
        catch (KeysException e)
        {
            Tell(e);
        }
    }

    private const int FewDays = 30, MostAsked = 50_000;

    private void Tell(KeysException? trouble)
    {
        if (trouble?.Message == _trouble?.Message)
            return;
        if (trouble is null)
            Log.WellAgain(logger);
        else
            Log.Trouble(logger, trouble.Message);
        _trouble = trouble;
    }

    /// <summary>From the last that was asked for where that is earlier: from the first day on it is hundreds of steps.</summary>
    private byte[] KeyOf(TagRoot root, string site, long generation, DateOnly day)
    {
        day = day < TagRoot.FirstDay ? TagRoot.FirstDay : day;
        if (!_asked.TryGetValue((site, generation), out var known) || known.Root != root.Id || known.Day > day)
            known = new DayKey(root.Id, generation, TagRoot.FirstDay, root.SiteKey(site, generation));
        var key = TagRatchet.Advance(known.Key, day.DayNumber - known.Day.DayNumber);
        if (_asked.Count >= MostAsked)
            _asked.Clear();
        _asked[(site, generation)] = known with { Day = day, Key = key };
        return key;
    }

    private (TagRoot Root, long Generation) Generation(string site)
    {
        if (!GateId.IsValid(site))
            throw new ArgumentException($"'{site}' is not 1 to 64 of a to z, 0 to 9 and -", nameof(site));
        var (root, sites) = _folder.Open(time.GetUtcNow());
        if (sites.Of(site) is { } generation)
            return (root, generation);
        sites = sites.Next([site], time.GetUtcNow());
        _folder.Keep(sites);
        return (root, sites.Of(site)!.Value);
    }

    private T Guarded<T>(Func<T> act)
    {
        lock (_lock)
        {
            try
            {
                return act();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeysException(
                    $"The keys for gates cannot be read or kept: {e.Message} Gates in service go on with the keys "
                    + "they have; none is "
                    + "enrolled and none gets new keys. See to Keys:Directory and its medium.",
                    $"Không đọc hoặc ghi được khoá cho các cổng: {e.Message} {KeyFolder.Standstill.Vietnamese} Hãy "
                    + "kiểm tra "
                    + "Keys:Directory và thiết bị lưu trữ.", e);
            }
        }
    }

    private Task AuditAsync(Actor actor, string? site, string outcome, CancellationToken cancellation) =>
        store.WriteAsync(
            db => AuditLog.Add(
                db, time.GetUtcNow(), new AuditEntry(actor, AuditActions.KeysRotated, site, outcome, Place: site)),
            cancellation);

    private DateOnly Today()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return today < TagRoot.FirstDay ? TagRoot.FirstDay : today;
    }

    private sealed record DayKey(string Root, long Generation, DateOnly Day, byte[] Key);
}
