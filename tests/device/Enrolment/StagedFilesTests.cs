using System.Text;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Keys;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>All of the files or none, whatever moment the power goes.</summary>
public sealed class StagedFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-staged-").FullName;

    private StagedFiles Files => new(_folder, "z");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_take_their_places_together()
    {
        Commit("1");
        Commit("2");
        Assert.Equal(["a=2", "z=2"], Contents());
    }

    [Fact]
    public void A_crash_before_the_decision_leaves_what_was_there()
    {
        Commit("1");
        Directory.CreateDirectory(Path.Combine(_folder, "next"));
        File.WriteAllText(Path.Combine(_folder, "next", "a"), "2");
        File.WriteAllText(Path.Combine(_folder, "next", "z.new"), "2");
        Files.Recover();
        Assert.Equal(["a=1", "z=1"], Contents());
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Theory]
    [InlineData("a", "z")]
    [InlineData("z")]
    [InlineData]
    public void A_crash_after_the_decision_is_made_good(params string[] waiting)
    {
        Commit("1");
        var ready = Directory.CreateDirectory(Path.Combine(_folder, "ready")).FullName;
        foreach (var name in (string[])["a", "z"])
            File.WriteAllText(waiting.Contains(name) ? Path.Combine(ready, name) : Path.Combine(_folder, name), "2");
        Files.Recover();
        Assert.Equal(["a=2", "z=2"], Contents());
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void What_a_key_is_replaced_by_is_written_elsewhere_and_its_old_bytes_are_overwritten()
    {
        Commit("secret-1");
        using var old = File.OpenHandle(Path.Combine(_folder, "a"));
        Commit("secret-2");
        var bytes = new byte[8];
        RandomAccess.Read(old, bytes, 0);
        Assert.Equal(new byte[8], bytes);
    }

    [Fact]
    public void An_erased_file_is_overwritten_first()
    {
        Commit("secret-1");
        using var old = File.OpenHandle(Path.Combine(_folder, "a"));
        KeyFile.Erase(Path.Combine(_folder, "a"));
        var bytes = new byte[8];
        RandomAccess.Read(old, bytes, 0);
        Assert.Equal(new byte[8], bytes);
        Assert.Equal(["z=secret-1"], Contents());
    }

    private void Commit(string content) => Files.Commit(new Dictionary<string, byte[]>
    {
        ["z"] = Encoding.ASCII.GetBytes(content),
        ["a"] = Encoding.ASCII.GetBytes(content),
    });

    private IEnumerable<string> Contents() => Directory.GetFiles(_folder).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)}={File.ReadAllText(file)}");
}
