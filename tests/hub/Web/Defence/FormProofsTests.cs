using System.Net;
using System.Runtime.Versioning;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Tests.Web.Defence;

public sealed class FormProofsTests
{
    [Fact]
    public async Task A_form_of_the_hub_s_own_page_does_what_it_says()
    {
        await using var host = await FormHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        var proof = await FormHost.ProofAsync(http);
        Assert.Equal(HttpStatusCode.NoContent, await ActAsync(http, proof, "Origin", host.Origin));
        Assert.Equal(HttpStatusCode.NoContent, await ActAsync(http, proof, "Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.NoContent, await ActAsync(http, proof, "Sec-Fetch-Site", "none"));
        Assert.Equal(3, host.Acts);
    }

    [Fact]
    public async Task Without_evidence_or_without_its_proof_it_does_nothing()
    {
        await using var host = await FormHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        using var stranger = new HttpClient { BaseAddress = host.Address };
        var proof = await FormHost.ProofAsync(http);
        var others = await FormHost.ProofAsync(stranger);
        (string? Proof, string[] Headers)[] cases =
        [
            (proof, []),
            (proof, ["Origin", "https://elsewhere.example"]),
            (proof, ["Sec-Fetch-Site", "cross-site"]),
            (proof, ["Authorization", "Basic dTpw"]),
            (null, ["Origin", host.Origin]),
            ("", ["Origin", host.Origin]),
            ("nonsense", ["Origin", host.Origin]),
            (others, ["Origin", host.Origin]),
        ];
        foreach (var (sent, headers) in cases)
        {
            var status = await ActAsync(http, sent, headers);
            Assert.True(status == HttpStatusCode.Forbidden, $"{sent} {string.Join(' ', headers)}: {status}");
        }
        Assert.Equal(0, host.Acts);
    }

    [Theory]
    [InlineData("checkin-session=one", "checkin-session=one", HttpStatusCode.NoContent)]
    [InlineData("checkin-session=one", "checkin-session=two", HttpStatusCode.Forbidden)]
    [InlineData("checkin-session=one", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "checkin-session=one", HttpStatusCode.Forbidden)]
    public async Task A_proof_is_of_one_session(string? shownTo, string? sentBy, HttpStatusCode expected)
    {
        await using var host = await FormHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        var proof = await FormHost.ProofAsync(http, shownTo);
        Assert.Equal(expected, await ActAsync(http, proof, sentBy is null
            ? ["Origin", host.Origin] : ["Origin", host.Origin, "Cookie", sentBy]));
    }

    [Fact]
    public async Task A_script_sends_it_in_a_header_and_a_token_needs_none()
    {
        await using var host = await FormHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        var proof = await FormHost.ProofAsync(http);
        foreach (var (header, value, expected) in new[]
        {
            ("X-Other", "", HttpStatusCode.Forbidden),
            (FormProofs.Header, proof, HttpStatusCode.NoContent),
            ("Authorization", "Bearer anything", HttpStatusCode.NoContent),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/act");
            request.Headers.Add("Origin", host.Origin);
            request.Headers.Add(header, value);
            using var answer = await http.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Its_cookie_is_for_the_hub_alone_and_its_keys_for_the_hub_s_user()
    {
        await using var host = await FormHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        using var answer = await http.GetAsync("/form");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("checkin-form=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        var folder = Path.Combine(host.Folder, DefenceServices.KeysFolder);
        Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(folder), 8));
        Assert.All(Directory.GetFiles(folder), file =>
            Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(file), 8)));
        Assert.NotEmpty(Directory.GetFiles(folder));
    }

    private static async Task<HttpStatusCode> ActAsync(HttpClient http, string? proof, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/act");
        foreach (var header in headers.Chunk(2))
            request.Headers.Add(header[0], header[1]);
        if (proof is not null)
            request.Content = new FormUrlEncodedContent([new(FormProofs.Field, proof)]);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
