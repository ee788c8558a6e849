using System.Text;
using CheckIn.Browser.Tests.Chromium;
using CheckIn.Fixtures;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>A hub and one gate as real processes, and somebody who looks at them with a browser.</summary>
public abstract class Offices : IAsyncLifetime
{
    protected const string Gate = "ubnd-phuong-1-01";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-browser-").FullName;
    private string _pictures = "";

    private protected Premises Premises { get; private set; } = null!;

    private protected Driver Browser { get; private set; } = null!;

    /// <summary>What the hub waits for is short here, so that nobody waits for it long.</summary>
    private static Dictionary<string, string> Settings => new()
    {
        ["Fleet:Grace"] = "00:00:01",
        ["Alerts:Rules:offline:RaiseAfter"] = "00:00:01",
        ["Alerts:Rules:offline:ClearAfter"] = "00:00:01",
        ["Alerts:Rules:scanner_lost:RaiseAfter"] = "00:10:00",
    };

    public async Task InitializeAsync()
    {
        if (Driver.Missing is not null)
            return;
        Premises = new Premises(_folder) { Enrols = HasEnrolment };
        _pictures = Path.Combine(_folder, "pictures");
        Directory.CreateDirectory(_pictures);
        var codes = new SyntheticCodes(7);
        for (var i = 0; i < 4; i++)
        {
            PngWriter.Save(QrPicture.Draw(codes.Cccd(), new QrLook { ModuleSize = 3 }, 320, 320),
                Path.Combine(_pictures, $"{i}.png"));
        }
        await Premises.StartHubAsync(Settings);
        Browser = Driver.Start(new Look(Look.Desk, "vi"));
        await BeginAsync();
    }

    /// <summary>Whether the hub enrols gates.</summary>
    private protected virtual bool HasEnrolment => false;

    /// <summary>Who sits at the browser is the operator, unless it is told otherwise.</summary>
    private protected virtual Task BeginAsync() => SignInAsync();

    /// <summary>As the operator; again after the hub was started again, which ends all sessions.</summary>
    private protected async Task SignInAsync() => await Browser.SignInByAsync(await Premises.Hub.OpenLinkAsync());

    public async Task DisposeAsync()
    {
        Browser?.Dispose();
        if (Premises is not null)
            await Premises.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A page of the hub in Vietnamese.</summary>
    private protected Uri Page(string path) =>
        new(Premises.Hub.Page, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=vi");

    /// <summary>The gate is started, and reads what is shown to it once.</summary>
    private protected Task StartGateAsync() => Premises.StartGateAsync(Gate, "In", _pictures, once: true,
        framesPerSecond: 10);

    /// <summary>The site at which it stands, said as a manager does, over the API.</summary>
    private protected async Task SaveSiteAsync()
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = Premises.Hub.Page };
        using var site = new StringContent(
            """{"name":"UBND phường 1","kind":"office"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync("api/v1/sites/ubnd-phuong-1", site);
        answer.EnsureSuccessStatusCode();
    }
}
