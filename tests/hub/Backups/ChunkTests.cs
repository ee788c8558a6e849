using System.Security.Cryptography;
using CheckIn.Hub.Backups;

namespace CheckIn.Hub.Tests.Backups;

public sealed class ChunkTests
{
    private const int Sealed = ChunkWriter.Size + 16;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ChunkWriter.Size - 1)]
    [InlineData(ChunkWriter.Size)]
    [InlineData(ChunkWriter.Size + 1)]
    [InlineData(3 * ChunkWriter.Size)]
    public void What_was_written_is_read_whatever_its_length(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        var written = Write(plain);
        Assert.Equal(Math.Max(1, (length + ChunkWriter.Size - 1) / ChunkWriter.Size) * 16 + length, written.Length);
        Assert.Equal(plain, Read(written));
    }

    [Fact]
    public void A_change_of_any_byte_is_found()
    {
        var written = Write(RandomNumberGenerator.GetBytes((2 * ChunkWriter.Size) + 5));
        foreach (var at in new[] { 0, 1, Sealed - 1, Sealed, Sealed + 7, (2 * Sealed) - 16, 2 * Sealed, written.Length - 1 })
        {
            written[at] ^= 1;
            Assert.Throws<BackupException>(() => Read(written));
            written[at] ^= 1;
        }
        Assert.Equal((2 * ChunkWriter.Size) + 5, Read(written).Length);
    }

    [Fact]
    public void An_end_that_is_cut_off_or_added_to_is_no_end()
    {
        var written = Write(RandomNumberGenerator.GetBytes(3 * ChunkWriter.Size));
        foreach (var length in new[] { 0, 1, 15, 16, Sealed - 1, Sealed, Sealed + 1, 2 * Sealed, written.Length - 1 })
            Assert.Throws<BackupException>(() => Read(written[..length]));
        Assert.Throws<BackupException>(() => Read([.. written, 0]));
        Assert.Throws<BackupException>(() => Read([.. written, .. written]));
    }

    [Fact]
    public void Chunks_neither_change_places_nor_come_twice()
    {
        var written = Write(RandomNumberGenerator.GetBytes(3 * ChunkWriter.Size));
        Assert.Throws<BackupException>(() => Read(
            [.. written[Sealed..(2 * Sealed)], .. written[..Sealed], .. written[(2 * Sealed)..]]));
        Assert.Throws<BackupException>(() => Read([.. written[..Sealed], .. written]));
        Assert.Throws<BackupException>(() => Read([.. written[..Sealed], .. written[(2 * Sealed)..]]));
    }

    [Fact]
    public void What_was_given_up_has_no_end()
    {
        using var stream = new MemoryStream();
        using (var chunks = new ChunkWriter(stream, Key))
            chunks.Write(new byte[(2 * ChunkWriter.Size) + 1]);
        Assert.Throws<BackupException>(() => Read(stream.ToArray()));
    }

    [Fact]
    public void Names_that_lead_out_of_the_folder_are_none()
    {
        foreach (var name in new[] { "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\\b", "c:x", "a\0b", "a\nb" })
            Assert.False(BackupArchive.IsSafe(name), name);
        Assert.True(BackupArchive.IsSafe("keys/tracing-public/2026-11-21.pem"));
    }

    private static byte[] Write(byte[] plain)
    {
        using var stream = new MemoryStream();
        using var chunks = new ChunkWriter(stream, Key);
        for (var at = 0; at < plain.Length; at += 100_000)
            chunks.Write(plain, at, Math.Min(100_000, plain.Length - at));
        chunks.Complete();
        return stream.ToArray();
    }

    private static byte[] Read(byte[] written)
    {
        using var chunks = new ChunkReader(new MemoryStream(written), Key, "x");
        using var plain = new MemoryStream();
        chunks.CopyTo(plain);
        return plain.ToArray();
    }
}
