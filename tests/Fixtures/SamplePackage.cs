using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Updates;

namespace CheckIn.Fixtures;

/// <summary>Packages as a release key signs them, with files that are no program.</summary>
public static class SamplePackage
{
    /// <summary>A new release key.</summary>
    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A good one, unless another product or size of the payload than the gate's is said.</summary>
    public static byte[] Of(
        ECDsa key, long release, string version = "1.2.0", string product = UpdateManifest.GateProduct, int size = 10_000)
    {
        var payload = new byte[size];
        new Random((int)release).NextBytes(payload);
        var files = new[] { new UpdateFile(product + ".dll", size, Convert.ToHexStringLower(SHA256.HashData(payload))) };
        var manifest = JsonSerializer.SerializeToUtf8Bytes(
            new UpdateManifest(
                product, version, release, DateTimeOffset.UnixEpoch.AddDays(20_000), ReleaseKeys.IdOf(key), new JournalSpan(2, 2),
                size, files),
            UpdateJson.Default.UpdateManifest);
        return [.. UpdateWriter.HeadOf(manifest, ReleaseKeys.Sign(key, manifest)), .. payload];
    }

    /// <summary>The same with its signature left out.</summary>
    public static byte[] Unsigned(byte[] package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var end = 17 + 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(package.AsSpan(17));
        return [.. package.AsSpan(0, end), 0, 0, .. package.AsSpan(end + 2 + UpdateLimits.Signature)];
    }

    /// <summary>The same with one byte of it changed.</summary>
    public static byte[] Altered(byte[] package, int at)
    {
        var altered = (byte[])package.Clone();
        altered[at < 0 ? altered.Length + at : at] ^= 1;
        return altered;
    }

    public static string HashOf(byte[] package) => Convert.ToHexStringLower(SHA256.HashData(package));
}
