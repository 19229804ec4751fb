// What PyTorch does slowly when training a small model on a CPU, done in one pass each:
// cross-entropy with its gradient, attention for short sentences, layer norm, Adam.
//
// Tensors are bfloat16 with sums in float; matrix products stay with PyTorch (oneDNN).
// Needs AVX-512. Heads are 64 wide, sentences at most 96 pieces, and batches hold no
// padding. Built at first use by fast.py.

#include <immintrin.h>
#include <torch/extension.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

using torch::Tensor;

namespace {

constexpr int HEAD = 64;    // width of one attention head
constexpr int PLACES = 96;  // longest sentence

inline float widen(uint16_t x) {
  uint32_t bits = uint32_t(x) << 16;
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

inline uint16_t narrow(float value) {  // round to nearest even
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  return uint16_t((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

// exp by a power of two and a polynomial: the compiler turns it into vectors, which it
// cannot do with std::exp. Relative error 1e-6.
inline float exponential(float x) {
  x = x < -80.f ? -80.f : x;
  float t = x * 1.44269504f;
  float whole = __builtin_floorf(t + 0.5f);
  float f = (t - whole) * 0.69314718f;
  float p = 1.f + f * (1.f + f * (0.5f + f * (0.16666667f +
            f * (0.041666667f + f * 0.0083333333f))));
  int32_t bits = (int32_t(whole) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, 4);
  return p * scale;
}

inline uint16_t* raw(const Tensor& t) {
  return reinterpret_cast<uint16_t*>(t.data_ptr<at::BFloat16>());
}

// C[M,64 or padded] = A[M,K] * B[K,16*N], four rows at a time in registers.
// A is read at A[i*row + k*column], so a transpose costs nothing.
template <int N>
void product(const float* A, int row, int column, const float* B, int ldb, float* C,
             int ldc, int M, int K) {
  for (int i = 0; i < M; i += 4) {
    int rows = M - i < 4 ? M - i : 4;
    __m512 sum[4][N];
    for (auto& line : sum)
      for (auto& cell : line) cell = _mm512_setzero_ps();
    const float* a[4];
    for (int r = 0; r < 4; r++) a[r] = A + (i + (r < rows ? r : 0)) * row;
    for (int k = 0; k < K; k++) {
      __m512 b[N];
      for (int v = 0; v < N; v++) b[v] = _mm512_loadu_ps(B + k * ldb + v * 16);
      for (int r = 0; r < 4; r++) {
        __m512 x = _mm512_set1_ps(a[r][k * column]);
        for (int v = 0; v < N; v++) sum[r][v] = _mm512_fmadd_ps(x, b[v], sum[r][v]);
      }
    }
    for (int r = 0; r < rows; r++)
      for (int v = 0; v < N; v++) _mm512_storeu_ps(C + (i + r) * ldc + v * 16, sum[r][v]);
  }
}

void product(int vectors, const float* A, int row, int column, const float* B, int ldb,
             float* C, int ldc, int M, int K) {
  switch (vectors) {
    case 1: return product<1>(A, row, column, B, ldb, C, ldc, M, K);
    case 2: return product<2>(A, row, column, B, ldb, C, ldc, M, K);
    case 3: return product<3>(A, row, column, B, ldb, C, ldc, M, K);
    case 4: return product<4>(A, row, column, B, ldb, C, ldc, M, K);
    case 5: return product<5>(A, row, column, B, ldb, C, ldc, M, K);
    default: return product<6>(A, row, column, B, ldb, C, ldc, M, K);
  }
}

// One head of one sentence inside a [B,T,heads*64] view.
struct View {
  uint16_t* at;
  int64_t sentence, place;
  explicit View(const Tensor& t) : at(raw(t)), sentence(t.stride(0)), place(t.stride(1)) {}
  uint16_t* head(int64_t b, int64_t h) const { return at + b * sentence + h * HEAD; }
};

void fetch(const uint16_t* from, int64_t stride, int places, float* to) {
  for (int t = 0; t < places; t++)
    for (int c = 0; c < HEAD; c++) to[t * HEAD + c] = widen(from[t * stride + c]);
}

void store(const float* from, int places, uint16_t* to, int64_t stride) {
  for (int t = 0; t < places; t++)
    for (int c = 0; c < HEAD; c++) to[t * stride + c] = narrow(from[t * HEAD + c]);
}

void transpose(const float* from, int places, int padded, float* to) {
  for (int c = 0; c < HEAD; c++)
    for (int t = 0; t < padded; t++) to[c * padded + t] = t < places ? from[t * HEAD + c] : 0;
}

void softmax(float* scores, int queries, int keys, int padded, bool causal) {
  for (int i = 0; i < queries; i++) {
    float* row = scores + i * padded;
    int n = causal ? i + 1 : keys;
    float most = -1e30f, sum = 0;
    for (int j = 0; j < n; j++) most = row[j] > most ? row[j] : most;
    for (int j = 0; j < n; j++) sum += row[j] = exponential((row[j] - most) * 0.125f);
    for (int j = 0; j < n; j++) row[j] /= sum;
    for (int j = n; j < padded; j++) row[j] = 0;
  }
}

struct Scratch {
  alignas(64) float q[PLACES * HEAD], k[PLACES * HEAD], v[PLACES * HEAD], g[PLACES * HEAD],
      out[PLACES * HEAD], kt[HEAD * PLACES], vt[HEAD * PLACES], s[PLACES * PLACES],
      ds[PLACES * PLACES];
};

}  // namespace

void attention_forward(Tensor q, Tensor k, Tensor v, Tensor out, bool causal) {
  int64_t batch = q.size(0), heads = q.size(2) / HEAD;
  int queries = q.size(1), keys = k.size(1), padded = (keys + 15) / 16 * 16;
  TORCH_CHECK(queries <= PLACES && keys <= PLACES, "a sentence is too long");
  View Q(q), K(k), V(v), O(out);
#pragma omp parallel
  {
    auto s = std::make_unique<Scratch>();
#pragma omp for schedule(static)
    for (int64_t x = 0; x < batch * heads; x++) {
      int64_t b = x / heads, h = x % heads;
      fetch(Q.head(b, h), Q.place, queries, s->q);
      fetch(K.head(b, h), K.place, keys, s->k);
      fetch(V.head(b, h), V.place, keys, s->v);
      transpose(s->k, keys, padded, s->kt);
      product(padded / 16, s->q, HEAD, 1, s->kt, padded, s->s, padded, queries, HEAD);
      softmax(s->s, queries, keys, padded, causal);
      product(4, s->s, padded, 1, s->v, HEAD, s->out, HEAD, queries, keys);
      store(s->out, queries, O.head(b, h), O.place);
    }
  }
}

void attention_backward(Tensor g, Tensor q, Tensor k, Tensor v, Tensor dq, Tensor dk,
                        Tensor dv, bool causal) {
  int64_t batch = q.size(0), heads = q.size(2) / HEAD;
  int queries = q.size(1), keys = k.size(1), padded = (keys + 15) / 16 * 16;
  View G(g), Q(q), K(k), V(v), DQ(dq), DK(dk), DV(dv);
#pragma omp parallel
  {
    auto s = std::make_unique<Scratch>();
#pragma omp for schedule(static)
    for (int64_t x = 0; x < batch * heads; x++) {
      int64_t b = x / heads, h = x % heads;
      fetch(Q.head(b, h), Q.place, queries, s->q);
      fetch(K.head(b, h), K.place, keys, s->k);
      fetch(V.head(b, h), V.place, keys, s->v);
      fetch(G.head(b, h), G.place, queries, s->g);
      transpose(s->k, keys, padded, s->kt);
      transpose(s->v, keys, padded, s->vt);
      // The weights are computed again: cheaper than keeping them.
      product(padded / 16, s->q, HEAD, 1, s->kt, padded, s->s, padded, queries, HEAD);
      softmax(s->s, queries, keys, padded, causal);
      product(padded / 16, s->g, HEAD, 1, s->vt, padded, s->ds, padded, queries, HEAD);
      product(4, s->s, 1, padded, s->g, HEAD, s->out, HEAD, keys, queries);
      store(s->out, keys, DV.head(b, h), DV.place);
      for (int i = 0; i < queries; i++) {
        float *p = s->s + i * padded, *d = s->ds + i * padded, dot = 0;
        for (int j = 0; j < padded; j++) dot += p[j] * d[j];
        for (int j = 0; j < padded; j++) d[j] = p[j] * (d[j] - dot) * 0.125f;
      }
      product(4, s->ds, padded, 1, s->k, HEAD, s->out, HEAD, queries, keys);
      store(s->out, queries, DQ.head(b, h), DQ.place);
      product(4, s->ds, 1, padded, s->q, HEAD, s->out, HEAD, keys, queries);
      store(s->out, keys, DK.head(b, h), DK.place);
    }
  }
}

// Scores [n,V] become the gradient of the label-smoothed loss; the nll is returned.
// A label of -1 marks a row that only fills up the matrix.
double cross_entropy(Tensor scores, Tensor labels, double smoothing, double scale) {
  int64_t n = scores.size(0), V = scores.size(1);
  uint16_t* all = raw(scores);
  const int64_t* label = labels.data_ptr<int64_t>();
  float e = smoothing, size = scale;
  double nll = 0;
#pragma omp parallel for schedule(static) reduction(+ : nll)
  for (int64_t i = 0; i < n; i++) {
    uint16_t* row = all + i * V;
    if (label[i] < 0) {
      std::memset(row, 0, 2 * V);
      continue;
    }
    float most = -1e30f, sum = 0, own = widen(row[label[i]]);
#pragma omp simd reduction(max : most)
    for (int64_t j = 0; j < V; j++) most = widen(row[j]) > most ? widen(row[j]) : most;
#pragma omp simd reduction(+ : sum)
    for (int64_t j = 0; j < V; j++) sum += exponential(widen(row[j]) - most);
    nll += most + std::log(sum) - own;
    float each = size / sum, even = size * e / V;
#pragma omp simd
    for (int64_t j = 0; j < V; j++)
      row[j] = narrow(exponential(widen(row[j]) - most) * each - even);
    row[label[i]] = narrow(exponential(own - most) * each - even - (1 - e) * size);
  }
  return nll;
}

// Returns the normed rows and, for the way back, each row's mean and inverse deviation.
std::vector<Tensor> norm_forward(Tensor x, Tensor gain, Tensor shift) {
  int64_t d = x.size(-1), n = x.numel() / d;
  auto y = torch::empty_like(x), kept = torch::empty({2, n}, torch::kFloat);
  uint16_t *X = raw(x), *Y = raw(y), *G = raw(gain), *S = raw(shift);
  float *mean = kept.data_ptr<float>(), *inverse = mean + n;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) {
    uint16_t *row = X + i * d, *out = Y + i * d;
    float sum = 0, squares = 0;
    for (int64_t c = 0; c < d; c++) sum += widen(row[c]);
    float m = sum / d;
    for (int64_t c = 0; c < d; c++) squares += (widen(row[c]) - m) * (widen(row[c]) - m);
    float r = 1.f / std::sqrt(squares / d + 1e-5f);
    mean[i] = m;
    inverse[i] = r;
    for (int64_t c = 0; c < d; c++)
      out[c] = narrow((widen(row[c]) - m) * r * widen(G[c]) + widen(S[c]));
  }
  return {y, kept};
}

// Returns the gradient of x, plus the residual's when there is one; adds to dgain, dshift.
Tensor norm_backward(Tensor dy, Tensor x, Tensor kept, Tensor gain, Tensor dgain,
                     Tensor dshift, c10::optional<Tensor> residual) {
  int64_t d = x.size(-1), n = x.numel() / d;
  auto dx = torch::empty_like(x);
  uint16_t *X = raw(x), *DY = raw(dy), *DX = raw(dx), *G = raw(gain);
  uint16_t *DG = raw(dgain), *DS = raw(dshift), *R = residual ? raw(*residual) : nullptr;
  float *mean = kept.data_ptr<float>(), *inverse = mean + n;
  std::vector<float> gains(d, 0.f), shifts(d, 0.f);
#pragma omp parallel
  {
    std::vector<float> own_gains(d, 0.f), own_shifts(d, 0.f), line(d);
    float *og = own_gains.data(), *os = own_shifts.data(), *h = line.data();
#pragma omp for schedule(static)
    for (int64_t i = 0; i < n; i++) {
      uint16_t *row = X + i * d, *up = DY + i * d, *out = DX + i * d;
      float m = mean[i], r = inverse[i], s1 = 0, s2 = 0;
      for (int64_t c = 0; c < d; c++) {
        h[c] = (widen(row[c]) - m) * r;
        float y = widen(up[c]), t = y * widen(G[c]);
        og[c] += y * h[c];
        os[c] += y;
        s1 += t;
        s2 += t * h[c];
      }
      s1 /= d;
      s2 /= d;
      if (R)
        for (int64_t c = 0; c < d; c++)
          out[c] = narrow(widen(R[i * d + c]) +
                          r * (widen(up[c]) * widen(G[c]) - s1 - h[c] * s2));
      else
        for (int64_t c = 0; c < d; c++)
          out[c] = narrow(r * (widen(up[c]) * widen(G[c]) - s1 - h[c] * s2));
    }
#pragma omp critical
    for (int64_t c = 0; c < d; c++) {
      gains[c] += og[c];
      shifts[c] += os[c];
    }
  }
  for (int64_t c = 0; c < d; c++) {
    DG[c] = narrow(widen(DG[c]) + gains[c]);
    DS[c] = narrow(widen(DS[c]) + shifts[c]);
  }
  return dx;
}

void relu_backward(Tensor gradient, Tensor output) {  // in place
  int64_t n = gradient.numel();
  uint16_t *G = raw(gradient), *O = raw(output);
#pragma omp parallel for simd schedule(static)
  for (int64_t i = 0; i < n; i++) G[i] = O[i] ? G[i] : 0;
}

double squares(Tensor gradient) {
  int64_t n = gradient.numel();
  uint16_t* G = raw(gradient);
  double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
  for (int64_t block = 0; block < (n + 65535) / 65536; block++) {
    float part = 0;
    for (int64_t i = block * 65536; i < std::min(n, (block + 1) * 65536); i++)
      part += widen(G[i]) * widen(G[i]);
    sum += part;
  }
  return sum;
}

// One step on flat buffers: float master weights, bfloat16 weights and gradients. The
// gradients are set to zero on the way.
void adam(Tensor weights, Tensor gradient, Tensor master, Tensor first, Tensor second,
          double rate, double beta1, double beta2, int64_t step, double scale) {
  int64_t n = master.numel();
  uint16_t *W = raw(weights), *G = raw(gradient);
  float *P = master.data_ptr<float>(), *M = first.data_ptr<float>(),
        *V = second.data_ptr<float>();
  float c1 = 1 / (1 - std::pow(beta1, step)), c2 = 1 / (1 - std::pow(beta2, step));
  float b1 = beta1, b2 = beta2, lr = rate, by = scale;
#pragma omp parallel for simd schedule(static)
  for (int64_t i = 0; i < n; i++) {
    float g = widen(G[i]) * by;
    float m = b1 * M[i] + (1 - b1) * g, v = b2 * V[i] + (1 - b2) * g * g;
    // Moments that decay to denormals overflow in the fast square root: NaN after
    // about three thousand steps.
    m = __builtin_fabsf(m) < 1e-30f ? 0.f : m;
    v = v < 1e-30f ? 0.f : v;
    M[i] = m;
    V[i] = v;
    P[i] -= lr * (m * c1) / (__builtin_sqrtf(v * c2 + 1e-24f) + 1e-9f);
    W[i] = narrow(P[i]);
    G[i] = 0;
  }
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("attention_forward", &attention_forward);
  m.def("attention_backward", &attention_backward);
  m.def("cross_entropy", &cross_entropy);
  m.def("norm_forward", &norm_forward);
  m.def("norm_backward", &norm_backward);
  m.def("relu_backward", &relu_backward);
  m.def("squares", &squares);
  m.def("adam", &adam);
}
