using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Enrolment;
using CheckIn.Sealing;

namespace CheckIn.Hub.Keys;

/// <summary>
/// Tracing keys: a pair for each day, made ahead, one file for each half, <c>DAY.pem</c>. Days are independent of each
/// other, because to destroy a day's private half is to erase what was sealed to it, on every gate, in every database
/// and in every backup. The private half is written before the public one: what is sealed to a key whose private half
/// was never stored is lost. A private half that is gone is not made again while its public one is there.
/// </summary>
internal sealed class TracingKeys(KeyPlaces places)
{
    /// <summary>Days from today on that gates get, and that are made ahead.</summary>
    internal const int Ahead = 120;
    private const int KeptDays = 7;

    private readonly Lock _making = new();
    private (DateTime Changed, DateOnly Today, IReadOnlyList<TracingPublicKey> Keys)? _delivered;

    /// <summary>Public keys from today on; if there are none, the last one that there is.</summary>
    internal IReadOnlyList<TracingPublicKey> From(DateOnly today)
    {
        if (!Directory.Exists(places.TracingPublic))
            return [];
        var changed = Directory.GetLastWriteTimeUtc(places.TracingPublic);
        if (_delivered is { } known && known.Changed == changed && known.Today == today)
            return known.Keys;
        var days = Days(places.TracingPublic);
        var wanted = days.Where(day => day >= today).Take(Ahead).ToList();
        if (wanted.Count == 0)
            wanted = [.. days.TakeLast(1)];
        IReadOnlyList<TracingPublicKey> keys = [.. wanted
            .Select(day => (Day: day, Public: TryRead(PathOf(places.TracingPublic, day))))
            .Where(static key => key.Public is not null)
            .Select(static key => new TracingPublicKey(
                SealedFields.DayText(key.Day), Convert.ToBase64String(key.Public!)))];
        _delivered = (changed, today, keys);
        return keys;
    }

    /// <summary>Makes what is missing of the days to come, and removes the public halves of days long gone.</summary>
    /// <exception cref="KeysException">The private halves cannot be stored where they belong.</exception>
    internal void MakeAhead(DateOnly today)
    {
        lock (_making)
        {
            KeyFiles.MakeDirectory(places.TracingPublic);
            _delivered = null;
            // The last one stays however old it is: a key too old is better than none.
            foreach (var day in Days(places.TracingPublic).SkipLast(1).Where(day => day < today.AddDays(-KeptDays)))
                File.Delete(PathOf(places.TracingPublic, day));
            var missing = Enumerable.Range(0, Ahead).Select(today.AddDays)
                .Where(day => TryRead(PathOf(places.TracingPublic, day)) is null).ToList();
            if (missing.Count == 0 || places.TracingPrivate is null)
                return;
            CheckPlace();
            Make(missing, places.TracingPrivate, places.TracingPublic);
        }
    }

    /// <summary>Makes pairs; a private half that is there already gets its public one.</summary>
    internal static void Make(IReadOnlyList<DateOnly> days, string privates, string publics)
    {
        var made = new List<(string Path, string Content)>();
        var shown = new List<(string Path, string Content)>();
        foreach (var day in days)
        {
            using var pair = TakeUp(PathOf(privates, day), out var isNew);
            if (isNew)
                made.Add((PathOf(privates, day), pair.ExportPkcs8PrivateKeyPem() + "\n"));
            shown.Add((PathOf(publics, day), pair.ExportSubjectPublicKeyInfoPem() + "\n"));
        }
        KeyFiles.Write(made);
        KeyFiles.Write(shown);
    }

    /// <summary>The days of which a directory has a file, in their order.</summary>
    internal static IReadOnlyList<DateOnly> Days(string directory)
    {
        var days = new List<DateOnly>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.pem"))
        {
            if (DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), SealedFields.DayFormat,
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
        }
        days.Sort();
        return days;
    }

    private static ECDiffieHellman TakeUp(string path, out bool isNew)
    {
        isNew = !File.Exists(path);
        var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        if (isNew)
            return pair;
        try
        {
            pair.ImportFromPem(File.ReadAllText(path));
            return pair;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            pair.Dispose();
            throw new KeysException(
                $"The private tracing key {path} is damaged ({e.Message}). What was sealed to it cannot be traced "
                + "unless its copy "
                + "is put back. Restore it; or remove it, and a new pair is made for that day.",
                $"Khoá truy vết riêng {path} bị hỏng ({e.Message}). Dữ liệu niêm phong bằng khoá này chỉ truy vết "
                + "được khi có bản sao. "
                + "Hãy khôi phục; hoặc xoá tệp để tạo cặp khoá mới cho ngày đó.", e);
        }
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            using var key = ECDiffieHellman.Create();
            key.ImportFromPem(File.ReadAllText(path));
            var point = Hpke.ExportPublicKey(key);
            return point.Length == Hpke.PublicKeySize ? point : null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or FileNotFoundException)
        {
            return null; // Made again if its private half is here; else its day is missing, and that is told.
        }
    }

    /// <summary>
    /// That the directory is the one in which these keys' private halves are, and not the hole it is mounted on.
    /// </summary>
    private void CheckPlace()
    {
        KeyPlaces.Prepare(places.TracingPrivate!, places.IsTracingOwn && !File.Exists(places.TracingMark),
            "Keys:TracingDirectory",
            ("Nothing is lost: gates go on with the days that were made ahead.",
            "Không mất gì: các cổng vẫn dùng khoá của những ngày đã tạo trước."));
        var known = File.Exists(places.TracingMark) ? File.ReadAllText(places.TracingMark) : null;
        var found = File.Exists(places.PlaceMark) ? File.ReadAllText(places.PlaceMark) : null;
        if (known is null)
        {
            found ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            KeyFiles.Write(places.PlaceMark, found);
            KeyFiles.Write(places.TracingMark, found);
        }
        else if (found != known)
        {
            throw new KeysException(
                $"{places.TracingPrivate} is not the directory in which the private tracing keys have been kept so "
                + "far. Nothing is "
                + "lost: gates go on with the days that were made ahead. Connect its medium, or put the place in "
                + "Keys:TracingDirectory where it was moved to (none = another machine makes the keys). To keep them "
                + "here from now "
                + $"on, remove {places.TracingMark}.",
                $"{places.TracingPrivate} không phải thư mục vẫn giữ khoá truy vết riêng. Không mất gì: các cổng vẫn "
                + "dùng khoá của "
                + "những ngày đã tạo trước. Hãy gắn thiết bị lưu trữ, hoặc đặt Keys:TracingDirectory vào nơi đã "
                + "chuyển đến (none = máy "
                + $"khác tạo khoá). Nếu từ nay giữ khoá ở đây thì xoá {places.TracingMark}.");
        }
    }

    private static string PathOf(string directory, DateOnly day) =>
        Path.Combine(directory, SealedFields.DayText(day) + ".pem");
}
