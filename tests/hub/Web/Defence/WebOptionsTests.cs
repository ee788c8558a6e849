using CheckIn.Hub.Web;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Web.Defence;

public sealed class WebOptionsTests
{
    [Fact]
    public void What_is_there_by_itself_is_right()
    {
        Assert.Empty(SettingsCheck.Problems(new WebOptions(), "Web"));
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_name_and_its_value()
    {
        (WebOptions Options, string Problem)[] cases =
        [
            (new() { Listen = "0.0.0.0:8080" }, "Web:Listen is '0.0.0.0:8080', which other machines could reach"),
            (new() { Listen = "nonsense" }, "Web:Listen is 'nonsense'; it must be an address and port"),
            (new() { TlsListen = "0.0.0.0:443" }, "Web:Certificate names no certificate"),
            (new() { Hosts = ["hub.example:443"] }, "Web:Hosts has 'hub.example:443'"),
            (new() { Hosts = ["https://hub.example"] }, "Web:Hosts has"),
            (new() { Hosts = [""] }, "Web:Hosts has"),
            (new() { Hosts = [.. Enumerable.Repeat("a", 51)] }, "Web:Hosts is a list of 51; allowed: at most 50"),
            (new() { Proxies = ["10.0.0.0/8"] }, "Web:Proxies has '10.0.0.0/8'"),
            (new() { Proxies = ["nginx"] }, "Web:Proxies has 'nginx'"),
            (new() { Limits = new() { Connections = 0 } }, "Web:Limits:Connections is '0'; allowed: 10 to 100000"),
            (new() { Limits = new() { HeaderTime = TimeSpan.Zero } }, "Web:Limits:HeaderTime is '00:00:00'"),
        ];
        foreach (var (options, problem) in cases)
        {
            Assert.Contains(SettingsCheck.Problems(options, "Web"),
                found => found.Contains(problem, StringComparison.Ordinal));
        }
    }
}
