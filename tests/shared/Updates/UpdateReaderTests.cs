using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Updates;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Updates;

public sealed class UpdateReaderTests
{
    [Fact]
    public async Task A_signed_package_is_read_file_by_file_and_its_hash_is_that_of_the_whole()
    {
        var package = PackageSamples.Good();
        using var reader = await UpdateReader.OpenAsync(new Trickle(package), PackageSamples.Trusted);
        Assert.Equal(7, reader.Manifest.Release);
        var seen = new Dictionary<string, string>();
        while (reader.Next is { } file)
        {
            var content = new MemoryStream();
            await reader.CopyNextAsync(content);
            seen[file.Path] = Encoding.UTF8.GetString(content.ToArray());
        }
        await reader.FinishAsync();
        Assert.Equal("more code", seen["runtimes/linux/native.so"]);
        Assert.Equal("", seen["empty"]);
        Assert.Equal(package.Length, reader.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(package)), reader.Sha256);
        Assert.True(package.AsSpan().StartsWith(reader.Head.Span));
    }

    [Fact]
    public async Task Every_flipped_byte_is_refused()
    {
        var package = PackageSamples.Good();
        for (var at = 0; at < package.Length; at++)
        {
            package[at] ^= 0x04;
            Assert.NotNull(await PackageSamples.RefusalAsync(package));
            package[at] ^= 0x04;
        }
        Assert.Null(await PackageSamples.RefusalAsync(package));
    }

    [Fact]
    public async Task Every_truncation_is_refused_and_so_is_one_byte_more()
    {
        var package = PackageSamples.Good();
        for (var length = 0; length < package.Length; length++)
            Assert.Equal(UpdateReasons.Incomplete, await PackageSamples.RefusalAsync(package[..length]));
        Assert.Equal(UpdateReasons.Altered, await PackageSamples.RefusalAsync([.. package, 0]));
    }

    [Fact]
    public void Nothing_but_a_package_is_read_as_one_and_only_refusals_come_of_it()
    {
        var good = PackageSamples.Good();
        var changes = Gen.Choose(0, (good.Length * 256) - 1).ListOf();
        Prop.ForAll(changes.ToArbitrary(), async list =>
        {
            var package = (byte[])good.Clone();
            foreach (var change in list)
                package[change / 256] = (byte)change;
            var refused = await PackageSamples.RefusalAsync(package) is not null;
            return refused != package.AsSpan().SequenceEqual(good);
        }).QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static async noise =>
            await PackageSamples.RefusalAsync([.. "CHECKIN-UPDATE-1\n"u8, .. noise]) is not null)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_package_without_a_signature_and_one_of_a_stranger_are_told_apart()
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(PackageSamples.Manifest(), UpdateJson.Default.UpdateManifest);
        Assert.Equal(UpdateReasons.Unsigned,
            await PackageSamples.RefusalAsync([.. UpdateWriter.HeadOf(manifest, []), .. PackageSamples.Payload]));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var his = PackageSamples.Package(
            PackageSamples.Manifest() with { Key = ReleaseKeys.IdOf(stranger) }, PackageSamples.Payload, stranger);
        Assert.Equal(UpdateReasons.WrongKey, await PackageSamples.RefusalAsync(his));
        // Who only says that he has the key.
        Assert.Equal(UpdateReasons.Altered,
            await PackageSamples.RefusalAsync(PackageSamples.Package(manifest, PackageSamples.Payload, stranger)));
        Assert.Equal(UpdateReasons.NoKeys, await PackageSamples.RefusalAsync(PackageSamples.Good(), ReleaseKeys.None));
    }

    [Fact]
    public async Task Whoever_asks_for_no_signature_still_gets_every_hash_checked()
    {
        var package = PackageSamples.Good();
        using var reader = await UpdateReader.VerifyAsync(new MemoryStream(package), keys: null);
        Assert.NotNull(reader.Sha256);
        package[^1] ^= 1;
        await Assert.ThrowsAsync<UpdateException>(() => UpdateReader.VerifyAsync(new MemoryStream(package), keys: null));
    }

    [Fact]
    public async Task A_package_of_another_program_is_refused()
    {
        var manifest = PackageSamples.Manifest();
        var others = manifest with
        {
            Product = "checkin-hub",
            Files = [.. manifest.Files.Select(static file =>
                file.Path == "checkin-gate.dll" ? file with { Path = "checkin-hub.dll" } : file)],
        };
        Assert.Equal(UpdateReasons.WrongProduct,
            await PackageSamples.RefusalAsync(PackageSamples.Package(others, PackageSamples.Payload)));
    }

    [Fact]
    public async Task Lengths_beyond_their_bounds_are_refused_before_anything_is_reserved_for_them()
    {
        var package = PackageSamples.Good();
        BinaryPrimitives.WriteUInt32BigEndian(package.AsSpan(17), uint.MaxValue);
        Assert.Equal(UpdateReasons.TooLarge, await PackageSamples.RefusalAsync(package));
        var manifest = PackageSamples.Manifest();
        var huge = manifest with
        {
            Size = UpdateLimits.Package + 4,
            Files = [new UpdateFile("checkin-gate.dll", 4, manifest.Files[1].Sha256),
                new UpdateFile("huge", UpdateLimits.Package, manifest.Files[1].Sha256)],
        };
        Assert.Equal(UpdateReasons.TooLarge, await PackageSamples.RefusalAsync(PackageSamples.Package(huge, "code"u8.ToArray())));
    }

    [Theory]
    [InlineData("\"release\":7", "\"release\":0")]
    [InlineData("\"release\":7", "\"release\":7,\"release\":9")]
    [InlineData("\"release\":7", "\"release\":99999999999999999999")]
    [InlineData("\"release\":7", "\"release\":null")]
    [InlineData("\"version\":\"1.2.0\"", "\"version\":\"1.2.0\\n\"")]
    [InlineData("\"version\":\"1.2.0\"", "\"version\":null")]
    [InlineData("\"readable_by\":2", "\"readable_by\":3")]
    [InlineData("\"journal\":", "\"diary\":")]
    [InlineData("\"files\":[", "\"files\":[null,")]
    [InlineData("\"files\":[", "\"archives\":[")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"../empty\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"/etc/passwd\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"a//b\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"a/./b\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\".update\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":null")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"a\\\\b\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"empty\\n\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"1/2/3/4/5/6/7/8/9\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"Checkin-Gate.DLL\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"checkin-gate.dll\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"checkin-gate/x\"")]
    [InlineData("\"path\":\"empty\"", "\"path\":\"Runtimes\"")]
    [InlineData("\"path\":\"checkin-gate.dll\"", "\"path\":\"checkin.dll\"")]
    [InlineData("\"size\":0", "\"size\":-1")]
    [InlineData("\"size\":0", "\"size\":1")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"A")]
    public async Task A_signed_manifest_against_the_rules_is_refused_all_the_same(string good, string bad)
    {
        var manifest = JsonSerializer.Serialize(PackageSamples.Manifest(), UpdateJson.Default.UpdateManifest);
        Assert.Contains(good, manifest, StringComparison.Ordinal);
        var package = PackageSamples.Package(
            Encoding.UTF8.GetBytes(manifest.Replace(good, bad, StringComparison.Ordinal)), PackageSamples.Payload);
        Assert.Equal(UpdateReasons.Malformed, await PackageSamples.RefusalAsync(package));
    }

    [Fact]
    public async Task What_a_later_version_adds_to_the_manifest_is_ignored()
    {
        var manifest = JsonSerializer.Serialize(PackageSamples.Manifest(), UpdateJson.Default.UpdateManifest);
        var later = manifest.Replace("\"release\":7", "\"release\":7,\"notes\":{\"vi\":\"\"}", StringComparison.Ordinal);
        Assert.Null(await PackageSamples.RefusalAsync(PackageSamples.Package(Encoding.UTF8.GetBytes(later), PackageSamples.Payload)));
    }

    /// <summary>Gives a byte at a time, as a network may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
