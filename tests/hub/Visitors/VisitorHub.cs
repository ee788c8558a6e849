using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Passes;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Visitors;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Visitors;

/// <summary>A hub with one school, and people who are invited to it.</summary>
internal sealed class VisitorHub : IAsyncDisposable
{
    internal const string Site = "truong-thu", Name = "Nguyễn Văn Thử", Phone = "0900000001";

    internal PassHub Passes { get; private init; } = null!;

    internal WebHost Web => Passes.Web;

    internal static async Task<VisitorHub> StartAsync(params string[] settings)
    {
        var hub = new VisitorHub { Passes = await PassHub.StartAsync(settings) };
        var sites = hub.Web.Get<SiteRegister>();
        await sites.SaveNodeAsync("xa-thu", new Dictionary<string, string?>
        {
            ["level"] = "commune",
            ["name"] = "Xã Thử",
        }, Actor.Local, default);
        await sites.SaveAsync(Site, new Dictionary<string, string?>
        {
            ["name"] = "Trường Thử",
            ["kind"] = "school",
            ["form"] = "permanent",
            ["node"] = "xa-thu",
        }, Actor.Local, default);
        return hub;
    }

    internal string Folder => Path.GetDirectoryName(Web.Get<IOptions<EventsOptions>>().Value.Path)!;

    /// <summary>What the page of that path shows.</summary>
    internal VisitorPass Find(string own) => Web.Get<VisitorDesk>().Find(own.Split('/')[^1])!;

    internal WebVisitor Visitor() => new(Web.Http.BaseAddress!);

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/invitations" + path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var answer = await Web.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    /// <summary>Number and path of the link.</summary>
    internal async Task<(long Number, string Path)> InviteAsync(int people = 1)
    {
        var (status, body) = await SendAsync(
            HttpMethod.Post, "", new { scope = "site:" + Site, until = PassHub.In(2), people, label = "họp phụ huynh" });
        Assert.True(status == HttpStatusCode.Created, body.ToString());
        return (body.GetProperty("invitation").GetProperty("number").GetInt64(),
            new Uri(body.GetProperty("link").GetString()!).AbsolutePath);
    }

    /// <summary>Declares, and says where that leads: the path of his own page, or that of the link where it led nowhere.</summary>
    internal static async Task<(HttpStatusCode Status, string Path, string Page)> DeclareAsync(
        WebVisitor visitor, string link, string name = Name)
    {
        var (status, path, page) = await visitor.OpenAsync(link + "?lang=en");
        if (status == HttpStatusCode.OK)
        {
            (status, path, page) = await visitor.SendAsync(
                link + "?lang=en", ("for", "self"), ("name", name), ("phone", Phone), ("document", ""), ("purpose", "họp"));
        }
        return (status, path.Split('?')[0], page);
    }

    public ValueTask DisposeAsync() => Passes.DisposeAsync();
}
