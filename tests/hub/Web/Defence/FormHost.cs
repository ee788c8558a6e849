using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Web.Defence;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Web.Defence;

/// <summary>The defence alone, before one form and one act.</summary>
internal sealed partial class FormHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FormHost(WebApplication app, string folder) => (_app, Folder) = (app, folder);

    internal string Folder { get; }

    internal int Acts { get; private set; }

    internal Uri Address => new(_app.Urls.First());

    internal string Origin => Address.GetLeftPart(UriPartial.Authority);

    internal static async Task<FormHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-form-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOptions<EventsOptions>().Configure(events => events.Path = Path.Combine(folder, "hub.db"));
        builder.Services.AddDefence().AddProblemDetails().AddRazorComponents();
        var app = builder.Build();
        var host = new FormHost(app, folder);
        app.Use(ForeignPages.JudgeAsync);
        app.Use(FormProofs.JudgeAsync);
        app.Get("/form", Access.Open, () => new RazorComponentResult<FormProof>());
        app.Post("/act", Access.Open, host.Act);
        app.Delete("/api/act", Access.Open, host.Act);
        await app.StartAsync();
        return host;
    }

    /// <summary>The proof that stands in the form, as shown to whoever comes with that client.</summary>
    internal static async Task<string> ProofAsync(HttpClient http, string? session = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/form");
        if (session is not null)
            request.Headers.Add("Cookie", session);
        using var answer = await http.SendAsync(request);
        return FieldValue().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private IResult Act()
    {
        Acts++;
        return Results.NoContent();
    }

    [GeneratedRegex("name=\"proof\" value=\"([^\"]+)\"")]
    private static partial Regex FieldValue();
}
