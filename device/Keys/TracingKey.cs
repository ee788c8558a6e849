using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Sealing;
using CheckIn.Storage;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The public tracing key of a day, in <c>tracing.json</c>, made by the gate itself until enrolment gives it a
/// site's (<see cref="SiteTracing"/>). The private half goes to <c>tracing-private/DAY.pem</c> and is never read by
/// the gate again. As long as it
/// lies there, whoever takes the gate can open what it sealed: it is meant to be moved off the gate.
/// </summary>
internal sealed class TracingKey
{
    private readonly string _directory;

    private TracingKey(string directory, TracingDay key) => (_directory, Key) = (directory, key);

    internal TracingDay Key { get; private set; }

    internal static TracingKey Open(string directory, DateOnly today)
    {
        PrivateFile.MakeDirectory(PrivateDirectory(directory));
        var path = PublicPath(directory);
        KeyFile.Discard(path);
        if (File.Exists(path))
            return Read(directory, path);
        return new TracingKey(directory, MakePair(directory, today));
    }

    /// <summary>Makes the pair of <paramref name="today"/>; a day that is not later keeps the stored one.</summary>
    internal void AdvanceTo(DateOnly today)
    {
        if (today > Key.Day)
            Key = MakePair(_directory, today);
    }

    /// <summary>Days whose private halves lie on this gate.</summary>
    internal static int PrivateDays(string directory) => Directory.Exists(PrivateDirectory(directory))
        ? Directory.EnumerateFiles(PrivateDirectory(directory), "*.pem").Count()
        : 0;

    internal static string PrivateDirectory(string directory) => Path.Combine(directory, "tracing-private");

    private static TracingDay MakePair(string directory, DateOnly day)
    {
        var path = Path.Combine(PrivateDirectory(directory), SealedFields.DayText(day) + ".pem");
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        // The private half first: what is sealed to a public key without it could never be opened. A crash between
        // the two leaves a private half that is taken up here.
        KeyFile.Discard(path);
        if (File.Exists(path))
            pair.ImportFromPem(File.ReadAllText(path));
        else
            KeyFile.Create(path, Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem()));
        var publicKey = Hpke.ExportPublicKey(pair);
        KeyFile.Replace(PublicPath(directory), JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["day"] = SealedFields.DayText(day),
            ["public"] = Convert.ToBase64String(publicKey),
        }));
        return new TracingDay(day, publicKey);
    }

    private static TracingKey Read(string directory, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var day = DateOnly.ParseExact(document.RootElement.GetProperty("day").GetString()!,
                SealedFields.DayFormat, CultureInfo.InvariantCulture);
            var point = document.RootElement.GetProperty("public").GetBytesFromBase64();
            Hpke.ImportPublicKey(point).Dispose();
            return new TracingKey(directory, new TracingDay(day, point));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentNullException or CryptographicException)
        {
            throw new KeyException(
                $"The tracing key {path} is damaged ({e.Message}). Nothing is lost: what was sealed opens with the "
                + "private keys kept elsewhere. Remove the file; the gate makes a new key.", e);
        }
    }

    private static string PublicPath(string directory) => Path.Combine(directory, "tracing.json");
}
