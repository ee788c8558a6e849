using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Updates;

namespace CheckIn.Shared.Tests.Updates;

/// <summary>Packages, good ones and such as nobody makes by accident.</summary>
internal static class PackageSamples
{
    internal static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    internal static readonly ReleaseKeys Trusted = ReleaseKeys.Parse(Key.ExportSubjectPublicKeyInfoPem());

    private static readonly (string Path, string Content)[] Content =
        [("checkin-gate", "#!"), ("checkin-gate.dll", "code"), ("empty", ""), ("runtimes/linux/native.so", "more code")];

    internal static UpdateManifest Manifest(long release = 7) => new(
        UpdateManifest.GateProduct, "1.2.0", release, DateTimeOffset.FromUnixTimeSeconds(1_795_222_800), ReleaseKeys.IdOf(Key),
        new JournalSpan(2, 2), Content.Sum(static file => file.Content.Length),
        [.. Content.Select(static file => new UpdateFile(
            file.Path, file.Content.Length, Hash(file.Content), file.Path == "checkin-gate"))]);

    internal static byte[] Payload => Encoding.UTF8.GetBytes(string.Concat(Content.Select(static file => file.Content)));

    internal static byte[] Good() => Package(Manifest(), Payload);

    internal static byte[] Package(UpdateManifest manifest, byte[] payload, ECDsa? key = null) =>
        Package(JsonSerializer.SerializeToUtf8Bytes(manifest, UpdateJson.Default.UpdateManifest), payload, key);

    internal static byte[] Package(byte[] manifest, byte[] payload, ECDsa? key = null) =>
        [.. UpdateWriter.HeadOf(manifest, ReleaseKeys.Sign(key ?? Key, manifest)), .. payload];

    /// <summary>The reason for which a package is refused; null = it is not.</summary>
    internal static async Task<string?> RefusalAsync(byte[] package, ReleaseKeys? keys = null)
    {
        try
        {
            using var reader = await UpdateReader.VerifyAsync(new MemoryStream(package), keys ?? Trusted);
            return null;
        }
        catch (UpdateException e)
        {
            return e.Reason;
        }
    }

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
