using CheckIn.Contract;
using CheckIn.Gate.Modes;

namespace CheckIn.Gate.Tests.Modes;

public sealed class ModeStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-modes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModeStore Store => new(ModeStore.PathBeside(Path.Combine(_folder, "journal.db")));

    [Fact]
    public void What_is_kept_is_read_again_and_nothing_leaves_no_file()
    {
        Assert.Null(Store.Read());
        var order = new KeptOrder(new ModeOrder("a", ModeWords.HoldOpen, 1_790_000_000_000, "vao"), 1000, 2_000_000);
        Store.Write(new KeptModes("boot-1", [order]));
        var kept = Store.Read()!;
        Assert.Equal(("boot-1", order), (kept.Boot, Assert.Single(kept.Orders)));
        Store.Write(new KeptModes("boot-1", []));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"boot\":\"x\"}")]
    [InlineData("[]")]
    public void A_damaged_file_is_told_and_not_taken_for_none(string content)
    {
        File.WriteAllText(Store.Path, content);
        Assert.Throws<IOException>(() => Store.Read());
    }
}
