using CheckIn.Gate.Enrolment;

namespace CheckIn.Gate.Tests.Enrolment;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-lock-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whoever_wants_a_directory_that_somebody_has_waits_instead_of_giving_up()
    {
        var held = new DirectoryLock(_folder);
        var others = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            using var own = new DirectoryLock(_folder);
        })).ToArray();
        await Task.Delay(50);
        Assert.All(others, static other => Assert.False(other.IsCompleted));
        held.Dispose();
        await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "lock")));
    }

    [Fact]
    public void A_directory_that_is_not_there_cannot_be_locked() =>
        Assert.Throws<IOException>(() => new DirectoryLock(Path.Combine(_folder, "none")));
}
