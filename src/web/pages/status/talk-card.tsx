/** The way to the page where people talk, shown while voice works. */
export function TalkCard() {
  return (
    <section class="card talk-link" aria-labelledby="talk">
      <div>
        <h2 id="talk">Talk to your browser</h2>
        <p class="soft">“Open example dot com.” “Click sign in.” “Stop.” Spoken or written.</p>
      </div>
      <a class="button" href="/talk">
        Start talking
      </a>
    </section>
  );
}
