using System.Diagnostics;
using System.Diagnostics.Metrics;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>A page asks the databases a handful of times, however much stands on it.</summary>
public sealed class FlatReadsTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_list_costs_who_asks_its_rows_and_the_frame(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        for (var i = 0; i < 12; i++)
            await sam.PostJson("/api/innovations", new { name = $"Flat {i}" });

        Assert.Equal(["CoProd.Register", "host", "host"], await Reads(sam, "/innovations?filter=flat"));
        Assert.Equal(["CoProd.Register", "host", "host"], await Reads(sam, "/innovations?filter=nothing"));
        // A program gets no frame, so none is read for it.
        Assert.Equal(["CoProd.Register", "host"], await Reads(sam, "/api/innovations?filter=flat"));
        Assert.Equal(["host", "host"], await Reads(sam, "/api"));
    }

    // Others in this process read as well: what belongs to our request carries our trace.
    private static async Task<IReadOnlyList<string>> Reads(Session session, string path)
    {
        var trace = ActivityTraceId.CreateRandom();
        var read = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "CoProd.Data")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                if (Activity.Current?.TraceId != trace)
                    return;
                lock (read)
                    read.Add((string)tags[0].Value!);
            }
        );
        listener.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await session.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        lock (read)
            return [.. read.Order(StringComparer.Ordinal)];
    }
}
