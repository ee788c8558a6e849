using System.Net;
using System.Runtime.Versioning;
using CheckIn.Hub.Tests.Web;
using CheckIn.Storage;
using static CheckIn.Hub.Accounts.OperatorFolder;

namespace CheckIn.Hub.Tests.Accounts;

[UnsupportedOSPlatform("windows")]
public sealed class OperatorFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-operator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_that_others_could_look_into_or_that_leads_elsewhere_is_not_the_operators()
    {
        Assert.True(IsOnlyOurs(_folder));
        var link = _folder + "-link";
        File.CreateSymbolicLink(link, _folder);
        Assert.False(IsOnlyOurs(link));
        File.Delete(link);
        File.SetUnixFileMode(_folder, PrivateFile.DirectoryMode | UnixFileMode.OtherExecute);
        Assert.False(IsOnlyOurs(_folder));
        File.SetUnixFileMode(_folder, PrivateFile.DirectoryMode);
        Assert.True(IsOnlyOurs(_folder));
    }

    [Fact]
    public async Task What_the_operator_shows_is_good_at_this_machine_only()
    {
        await using var hub = await WebHost.StartAsync("--Web:Proxies:0=127.0.0.1");
        foreach (var (from, expected) in new[]
        {
            ("127.0.0.1", HttpStatusCode.OK), ("::1", HttpStatusCode.OK), ("203.0.113.5", HttpStatusCode.Unauthorized),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/people");
            request.Headers.Add("X-Forwarded-For", from);
            request.Headers.Add("X-Forwarded-Proto", "http");
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public void Whose_a_file_is_is_told()
    {
        Assert.True(FileOwner.IsOurs(_folder));
        Assert.Throws<IOException>(() => FileOwner.Of(Path.Combine(_folder, "nothing")));
    }
}
