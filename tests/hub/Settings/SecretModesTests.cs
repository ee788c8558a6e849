using CheckIn.Hub.Keys;
using CheckIn.Hub.Tests.Authority;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Settings;

public sealed class SecretModesTests
{
    [Fact]
    public async Task After_a_start_every_file_that_the_hub_made_is_its_owners_alone_and_every_folder_too()
    {
        await using var hub = await GatesHost.StartAsync();
        hub.Get<KeyRing>().Upkeep(); // At a start it is done beside, which may take longer.
        var files = Directory.EnumerateFiles(hub.Folder, "*", SearchOption.AllDirectories).ToArray();
        foreach (var secret in (string[])["hub.db", "hub.db-wal", "broker.db", "issuing.key", "root.key", "tag-root.key"])
            Assert.Contains(secret, files.Select(Path.GetFileName));
        Assert.Empty(files.Where(path => Mode(path) != PrivateFile.Mode).Select(path => $"{path}: {Mode(path)}"));
        Assert.Empty(Directory.EnumerateDirectories(hub.Folder, "*", SearchOption.AllDirectories)
            .Where(path => Mode(path) != PrivateFile.DirectoryMode).Select(path => $"{path}: {Mode(path)}"));
    }

    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? PrivateFile.Mode : File.GetUnixFileMode(path);
}
