using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Passes;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Passes;

/// <summary>
/// The keys that sign passes, in the folder of the hub's keys and so in its backups: <c>pass-issuer-KID.key</c> each (mode
/// 600) and <c>pass-issuers.json</c>, which says since when each signs. The first is made at the first use and signs at once.
/// The next is made ahead by <see cref="PassOptions.KeyLead"/> and signs when the one before is as old as <see
/// cref="PassOptions.KeyAge"/>; that one is believed until the last pass that it can have signed has ended, then it is
/// erased. A private half is written before anybody is told of the key. Nothing is answered from memory: with the medium
/// pulled out nothing is signed, and passes that there are stay good.
/// </summary>
internal sealed class PassIssuers(
    IOptions<PassOptions> options, IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events, TimeProvider time,
    ILogger<PassIssuers> logger)
{
    private readonly KeyPlaces _places = KeyPlaces.Of(keys.Value, events.Value.Path);
    private readonly Lock _lock = new();

    private string ListFile => Path.Combine(_places.Directory, "pass-issuers.json");

    /// <summary>All that gates believe, the one that signs last first; none were made yet = empty.</summary>
    /// <exception cref="KeysException">They cannot be had.</exception>
    internal IReadOnlyList<IssuerKey> All
    {
        get
        {
            lock (_lock)
                return Guarded(Read);
        }
    }

    /// <summary>From when on nothing that the key signed is good.</summary>
    internal DateTimeOffset UntilOf(IssuerKey key, IReadOnlyList<IssuerKey> all)
    {
        var next = all.Where(other => other.SignsFrom > key.SignsFrom).MinBy(static other => other.SignsFrom);
        return (next?.SignsFrom ?? key.SignsFrom + options.Value.KeyAge + options.Value.KeyLead) + options.Value.LongestLife;
    }

    /// <summary>The key that signs now, with its private half; the first is made.</summary>
    /// <exception cref="KeysException">It cannot be had.</exception>
    internal ECDsa Open()
    {
        lock (_lock)
        {
            return Guarded(() =>
            {
                var now = time.GetUtcNow();
                var all = Read();
                var signing = Signing(all, now) ?? Make(all, now, now);
                return Load(signing);
            });
        }
    }

    /// <summary>Makes the next key when it is time, and erases those of which no pass is good any more.</summary>
    /// <exception cref="KeysException">It cannot be done.</exception>
    internal void Upkeep()
    {
        lock (_lock)
        {
            Guarded(() =>
            {
                var (now, all) = (time.GetUtcNow(), Read());
                if (all.Count == 0)
                    return all;
                if (all[0].SignsFrom + options.Value.KeyAge - options.Value.KeyLead <= now)
                    Make(all, now, Later(all[0].SignsFrom + options.Value.KeyAge, now + options.Value.KeyLead));
                var kept = Read();
                Keep([.. kept.Where(key => UntilOf(key, kept) > now)], kept);
                return kept;
            });
        }
    }

    /// <summary>Another key, by command.</summary>
    /// <param name="isNow">It signs at once; else when gates have known it for <see cref="PassOptions.KeyLead"/>.</param>
    /// <param name="isDistrusted">Those of before, one that waits too, are erased: no pass of theirs is good any more.</param>
    /// <exception cref="KeysException">It cannot be done.</exception>
    internal IssuerKey Rotate(bool isNow, bool isDistrusted)
    {
        lock (_lock)
        {
            return Guarded(() =>
            {
                var (now, all) = (time.GetUtcNow(), Read());
                var isFirst = all.Count == 0;
                var key = Make(all, now, isNow || isDistrusted || isFirst ? now : now + options.Value.KeyLead);
                if (isDistrusted)
                    Keep([key], Read());
                return key;
            });
        }
    }

    private static IssuerKey? Signing(IReadOnlyList<IssuerKey> all, DateTimeOffset now) =>
        all.FirstOrDefault(key => key.SignsFrom <= now);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The one that signs last first.</summary>
    private List<IssuerKey> Read()
    {
        if (!File.Exists(ListFile))
            return [];
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllText(ListFile), IssuersJson.Default.IssuersFile)
                ?? throw new FormatException("it is empty");
            return [.. file.Keys.OrderByDescending(static key => key.SignsFrom).ThenByDescending(static key => key.MadeAt)];
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Damaged(ListFile, e);
        }
    }

    private IssuerKey Make(IReadOnlyList<IssuerKey> before, DateTimeOffset now, DateTimeOffset signsFrom)
    {
        KeyPlaces.Prepare(_places.Directory, _places.IsOwn, "Keys:Directory", Loss);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = Convert.ToHexStringLower(PassKeys.KidOf(pair));
        PrivateFile.Create(PathOf(kid), Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem() + "\n"));
        // Whole seconds, as passes and lists have them; not later than the moment at which it signs first.
        var key = new IssuerKey(
            kid, Convert.ToBase64String(P256Point.Export(pair)), Seconds(now), Seconds(signsFrom));
        Write([key, .. before]);
        Log.KeyMade(logger, kid, key.SignsFrom);
        return key;
    }

    /// <summary>First nobody is told of the others any more, then they are erased.</summary>
    private void Keep(IReadOnlyList<IssuerKey> kept, IReadOnlyList<IssuerKey> before)
    {
        var gone = before.Where(key => !kept.Contains(key)).ToList();
        if (gone.Count == 0)
            return;
        Write(kept);
        foreach (var key in gone)
        {
            File.Delete(PathOf(key.Kid));
            Log.KeyErased(logger, key.Kid);
        }
    }

    private void Write(IReadOnlyList<IssuerKey> all) =>
        KeyFiles.Write(ListFile, JsonSerializer.Serialize(new IssuersFile(all), IssuersJson.Default.IssuersFile) + "\n");

    private ECDsa Load(IssuerKey key)
    {
        var path = PathOf(key.Kid);
        if (!File.Exists(path))
            throw Missing(path);
        var pair = ECDsa.Create();
        try
        {
            KeyFiles.Close(path);
            pair.ImportFromPem(File.ReadAllText(path));
            if (Convert.ToHexStringLower(PassKeys.KidOf(pair)) != key.Kid)
                throw new CryptographicException("it is another key's");
            return pair;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            pair.Dispose();
            throw Damaged(path, e);
        }
    }

    private string PathOf(string kid) => Path.Combine(_places.Directory, $"pass-issuer-{kid}.key");

    private static DateTimeOffset Seconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeysException(
                $"The keys of passes cannot be used: {e.Message} {Loss.English} Mend that and try again.",
                $"Không dùng được khoá ký thẻ: {e.Message} {Loss.Vietnamese} Hãy khắc phục rồi thử lại.", e);
        }
    }

    private static readonly (string English, string Vietnamese) Loss = (
        "No pass is issued; those that there are stay good.", "Chưa cấp được thẻ mới; các thẻ đã cấp vẫn dùng được.");

    private static KeysException Missing(string path) => new(
        $"The key that signs passes, {path}, is not there. {Loss.English} Connect its medium, or put the file back from a backup. "
            + "If it is lost for good: checkin-hub pass rotate --now.",
        $"Không thấy khoá ký thẻ {path}. {Loss.Vietnamese} Hãy gắn thiết bị lưu trữ hoặc khôi phục tệp từ bản sao lưu. Nếu đã "
            + "mất hẳn: checkin-hub pass rotate --now.");

    private static KeysException Damaged(string path, Exception e) => new(
        $"{path} is damaged ({e.Message}). {Loss.English} Put it back from a backup.",
        $"Tệp {path} bị hỏng ({e.Message}). {Loss.Vietnamese} Hãy khôi phục từ bản sao lưu.", e);
}
